"""The blocks of a page in three forms: plain text, HTML as the documentation systems mark it up, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

STYLES = ("boxes", "lists", "definitions", "details", "table")
"""How HTML may mark up the fields of a part."""

MARKDOWN_STYLES = ("list", "dashes", "brackets", "table")
"""How Markdown may."""


@dataclass(frozen=True)
class Block:
    """A piece of a page.

    Attributes:
        kind: trail, title, heading, words, call, status, field, code, item or chrome.
        text: Its text.
        name: A field's own name.
        full: Its name with those it belongs to.
        words: Its type and marks, one after the other.
        notes: The paragraphs below its head.
        cells: The cells of its row in a table, by column.
        depth: How many fields it belongs to.
    """

    kind: str
    text: str = ""
    name: str = ""
    full: str = ""
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    depth: int = 0


def as_text(blocks: Sequence[Block], glue: str) -> str:
    """A page as text that was copied from a browser.

    Args:
        blocks: The page.
        glue: What stands between the parts of a field's head.
    """
    lines: list[str] = []
    for block in blocks:
        if block.kind == "field":
            lines += [glue.join([block.full, *block.words]), *block.notes, ""]
        elif block.kind in ("shell", "json"):
            lines[-1] += block.text if lines[-1].endswith(("}", "'", '"')) else f"\n{block.text}"
        elif block.kind == "code":
            lines += [f"{number}{line}" for number, line in enumerate(block.text.splitlines(), 1)]
        else:
            lines += [f"- {block.text}" if block.kind == "item" else block.text]
    return "\n".join(lines)


def as_html(blocks: Sequence[Block], style: str = "boxes") -> str:
    """A page as HTML.

    Args:
        blocks: The page.
        style: One of `STYLES`.
    """
    body = "\n".join(_html_runs(blocks, style))
    head = (
        "<head><title>Docs</title><style>p { color: red }</style><script>let a = '<p>no</p>'</script></head>"
    )
    site = "<header><a href='/'>Docs</a></header><nav><ul><li>Other page</li></ul></nav>"
    return f"<!DOCTYPE html>\n<html>{head}<body>{site}<main>\n{body}\n</main><footer>Imprint</footer></body></html>"


def as_markdown(blocks: Sequence[Block], style: str = "list") -> str:
    """A page as Markdown.

    Args:
        blocks: The page.
        style: One of `MARKDOWN_STYLES`.
    """
    return "\n".join(_markdown_runs(blocks, style))


def _runs(blocks: Sequence[Block]) -> Iterator[Block | list[Block]]:
    """Yield the blocks of a page, those of fields that follow each other together."""
    fields: list[Block] = []
    for block in blocks:
        if block.kind == "field":
            fields.append(block)
            continue
        if fields:
            yield fields
            fields = []
        yield block
    if fields:
        yield fields


_TAGS = {"title": "h1", "heading": "h2", "words": "p", "status": "h3", "item": "li"}


def _html_runs(blocks: Sequence[Block], style: str) -> Iterator[str]:
    for run in _runs(blocks):
        if isinstance(run, list):
            yield _html_table(run) if style == "table" else _html_fields(run, style)
        elif run.kind == "trail":
            steps = "".join(f"<li><a>{escape(step)}</a></li>" for step in run.text.split(" > "))
            yield f'<nav aria-label="Breadcrumbs"><ol>{steps}</ol></nav>'
        elif run.kind in ("code", "shell", "json"):
            yield f"<pre><code>{escape(run.text)}</code></pre>"
        elif run.kind == "call":
            method, _, url = run.text.partition("\n")
            yield f"<pre><span>{method}</span><span>{escape(url)}</span></pre>"
        elif run.kind == "chrome":
            yield f"<div>{escape(run.text)}</div>"
        else:
            tag = _TAGS[run.kind]
            yield f"<{tag}>{escape(run.text)}</{tag}>"


def _html_fields(fields: Sequence[Block], style: str) -> str:
    parts: list[str] = []
    for at, block in enumerate(fields):
        inner = _inner(fields, at)
        if block.depth == fields[0].depth:
            parts.append(_html_field(block, _html_fields(inner, style) if inner else "", style))
    joined = "".join(parts)
    return {"lists": f"<ul>{joined}</ul>", "definitions": f"<dl>{joined}</dl>"}.get(style, joined)


def _inner(fields: Sequence[Block], at: int) -> list[Block]:
    found: list[Block] = []
    for block in fields[at + 1 :]:
        if block.depth <= fields[at].depth:
            break
        found.append(block)
    return found


def _html_field(block: Block, inner: str, style: str) -> str:
    words = "".join(f"<span>{escape(word)}</span>" for word in block.words)
    head = f"<code>{escape(block.name)}</code>{words}"
    notes = "".join(f"<p>{escape(note)}</p>" for note in block.notes)
    if style == "definitions":
        return f"<dt>{head}</dt><dd>{notes}{inner}</dd>"
    if style == "lists":
        return f"<li><div>{head}</div>{notes}{inner}</li>"
    if style == "details" and inner:
        return f"<details open><summary>{head}</summary>{notes}<div>{inner}</div></details>"
    return f'<div class="field"><div>{head}</div>{notes}</div>' + (f"<ul>{inner}</ul>" if inner else "")


def _html_table(fields: Sequence[Block]) -> str:
    columns = [column for column, _ in fields[0].cells]
    head = "".join(f"<th>{column}</th>" for column in columns)
    rows = ("".join(f"<td><p>{escape(cell)}</p></td>" for _, cell in block.cells) for block in fields)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _markdown_runs(blocks: Sequence[Block], style: str) -> Iterator[str]:
    for run in _runs(blocks):
        if isinstance(run, list):
            yield from _markdown_table(run) if style == "table" else _markdown_fields(run, style)
        elif run.kind in ("code", "shell", "json"):
            yield f"```json\n{run.text}\n```"
        else:
            marks = {"title": "# ", "heading": "## ", "status": "### ", "item": "- "}.get(run.kind, "")
            yield f"{marks}{_marked(run.text) if run.kind != 'call' else run.text.replace(chr(10), ' ')}\n"


def _markdown_fields(fields: Sequence[Block], style: str) -> Iterator[str]:
    for block in fields:
        indent = "  " * (block.depth - fields[0].depth)
        words = " ".join(f"*{_marked(word)}*" for word in block.words)
        if style == "list":
            yield f"{indent}- `{block.name}` {words}\n"
            yield from (f"{indent}  {_marked(note)}\n" for note in block.notes)
            continue
        told = [_marked(note) for note in block.notes] or [""]
        marks = f" ({', '.join(map(_marked, block.words))})" if style == "brackets" else f" {words}"
        mark = ":" if style == "brackets" else " \u2014"
        yield f"{indent}- `{block.name}`{marks if block.words else ''}" + (
            f"{mark} {told[0]}\n" if told[0] else "\n"
        )
        yield from (f"{indent}  {note}\n" for note in told[1:])


def _markdown_table(fields: Sequence[Block]) -> Iterator[str]:
    columns = [column for column, _ in fields[0].cells]
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for block in fields:
        yield f"| {' | '.join(_marked(cell).replace('|', chr(92) + '|') for _, cell in block.cells)} |"
    yield ""


def _marked(text: str) -> str:
    """Text with the characters escaped that mean something to Markdown."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>&#" else mark for mark in text)
