"""Renderers: facts of a page as the page itself, in each layout and form; and what each layout can say of them.

`render(projected(page, layout), layout, form, style)` gives a text that reads back as `projected(page, layout)`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.docs.pages.capture import Capture
from generator.facts import Fields, Operation, Page
from tests.generator.docs.page_forms import MARKDOWN_STYLES, STYLES, Block, as_html, as_markdown, as_text
from tests.generator.docs.page_projection import LAYOUTS, projected
from tests.generator.docs.page_samples import sample_blocks
from tests.generator.docs.page_words import long_type, notes, short_type

__all__ = ["LAYOUTS", "RENDERINGS", "captured", "projected", "render"]

Sentences = Mapping[str, str]

RENDERINGS = (
    ("text", ""),
    *(("html", style) for style in STYLES),
    *(("markdown", style) for style in MARKDOWN_STYLES),
)
"""The forms of a page and the styles of each."""

_GLUE = {"glued": "", "outline": "", "stacked": "\n", "inline": " ", "samples": ""}
_HOST = "https://YOUR_SPACE.example.com"
_CLIENT_HEADINGS = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Headers",
    "request": "Request",
    "response": "Response",
}
_REST_HEADINGS = {"path": "Path Parameters", "query": "Query Parameters", "header": "Header Parameters"}


def captured(text: str, form: str = "text") -> Capture:
    """A page as if it came from a file of its form."""
    suffix = {"text": "txt", "html": "html", "markdown": "md", "yaml": "yaml", "json": "json"}[form]
    return Capture(text.encode(), f"page.{suffix}")


def render(
    page: Page, layout: str, form: str = "text", style: str = "", sentences: Sentences | None = None
) -> str:
    """A page that states what a projected page does.

    Args:
        page: The facts, as `projected` gives them for the layout.
        layout: One of `LAYOUTS`.
        form: text, html or markdown.
        style: One of the form's.
        sentences: The sentences behind digests under `unread`.
    """
    known = sentences or {}
    blocks = list(_BLOCKS[layout](page, known))
    if form == "text":
        return as_text(blocks, _GLUE[layout])
    return (
        as_html(blocks, style or STYLES[0])
        if form == "html"
        else as_markdown(blocks, style or MARKDOWN_STYLES[0])
    )


def _client(page: Page, sentences: Sentences, *, names_only: bool) -> Iterator[Block]:
    (operation,) = page.operations.values()
    trail, _, title = operation.name.rpartition(": ")
    if trail:
        yield Block("trail", f"Client > {trail}")
    yield Block("title", title)
    yield Block("chrome", "View as MarkdownOpen in Claude")
    used = f" Uses {operation.method}." if operation.method else ""
    yield Block("words", f"Does what its name says.{used}")
    for part, fields in operation.parts.items():
        yield Block("heading", _CLIENT_HEADINGS[part])
        head = _outline_head if names_only else _glued_head
        yield from _fields(fields, head, sentences, with_example=part != "response")
    yield Block("heading", "Response Example")
    if not names_only:
        yield Block("code", json.dumps(_sample(operation.fields("response")), indent=1))


def _glued_head(name: str, facts: Any, *, has_fields: bool) -> tuple[list[str], dict[str, str]]:
    kind = long_type(facts, has_fields=has_fields)
    is_timed = (facts.get("type"), facts.get("format")) == ("string", "date-time")
    form = f'format: "{facts["format"]}"' if "format" in facts and not is_timed else ""
    words = [
        kind,
        "Required" if facts["required"] else "Optional",
        "Deprecated" if facts["deprecated"] else "",
        form,
    ]
    cells = {
        "Name": name,
        "Type": " ".join(filter(None, [kind, form])),
        "Required": _yes(facts["required"]),
        "Deprecated": _yes(facts["deprecated"]),
    }
    return list(filter(None, words)), cells


def _outline_head(name: str, facts: Any, **_: bool) -> tuple[list[str], dict[str, str]]:
    words = ["Deprecated"] if facts["deprecated"] else []
    return words, {"Field": name, "Deprecated": _yes(facts["deprecated"])}


def _stacked(page: Page, sentences: Sentences) -> Iterator[Block]:
    if page.title != next(iter(page.operations)):
        yield Block("title", page.title)
    errors = dict(page.errors)
    for operation in page.operations.values():
        yield Block("heading", operation.name)
        path = (operation.path or "").replace("{", ":").replace("}", "")
        yield Block("call", f"{operation.method}\n{_HOST}{path}")
        yield Block("words", "Does what its name says.")
        yield from _rest(page, operation, errors, _stacked_head, sentences)


def _inline(page: Page, sentences: Sentences) -> Iterator[Block]:
    (operation,) = page.operations.values()
    yield Block("chrome", "Skip to main content")
    yield Block("title", operation.name)
    yield Block("words", "Does what its name says.")
    yield from _rest(page, operation, dict(page.errors), _inline_head, sentences)


def _rest(
    page: Page, operation: Operation, errors: dict[str, Fields], head: Any, sentences: Sentences
) -> Iterator[Block]:
    is_inline = head is _inline_head
    if "scope" in page.security:
        yield Block("heading", "Permissions")
        yield Block("words", f"The API token must include the following scopes: {page.security['scope']}.")
    if not is_inline and operation.parts.keys() - {"response"}:
        yield Block("heading", "Request")
    for part in ("path", "query", "header"):
        if part in operation.parts:
            yield Block("heading", _REST_HEADINGS[part])
            yield from _fields(operation.parts[part], head, sentences)
    if "request" in operation.parts:
        if not is_inline:
            yield Block("chrome", "application/json")
        mark = {True: "required", False: "optional", None: ""}[operation.body_required]
        yield Block("heading", f"Request Body {mark.upper()}".strip() if is_inline else f"Body{mark}")
        yield from _fields(operation.parts["request"], head, sentences)
    if operation.statuses:
        yield Block("heading", "Responses")
    for at, status in enumerate(operation.statuses):
        yield Block("status", status)
        yield Block("words", "OK" if status.startswith("2") else "What went wrong.")
        body = operation.parts.get("response") if at == 0 else errors.pop(status, None)
        if body is not None:
            yield Block("chrome", "application/json")
            yield Block("heading", "Schema OPTIONAL" if is_inline else "Schema")
            yield from _fields(body, head, sentences)


def _stacked_head(name: str, facts: Any, *, has_fields: bool) -> tuple[list[str], dict[str, str]]:
    kind = short_type(facts, has_fields=has_fields)
    marks = [mark for mark in ("required", "deprecated", "nullable") if facts.get(mark)]
    return [kind, *marks], {"Name": name, "Type": " ".join([kind, *marks])}


def _inline_head(name: str, facts: Any, *, has_fields: bool) -> tuple[list[str], dict[str, str]]:
    kind = short_type(facts, has_fields=has_fields)
    marks = [mark.upper() for mark in ("deprecated", "nullable") if facts.get(mark)]
    if "required" in facts:
        marks.append("REQUIRED" if facts["required"] else "OPTIONAL")
    return [kind, *marks], {"Name": name, "Type": " ".join([kind, *marks])}


def _fields(fields: Fields, head: Any, sentences: Sentences, *, with_example: bool = True) -> Iterator[Block]:
    labels = {"example", "pattern"} & {fact for facts in fields.values() for fact in facts}
    for full, facts in fields.items():
        holder, _, name = full.rpartition(".")
        has_fields = any(other.startswith(f"{full}.") for other in fields)
        words, cells = head(full, facts, has_fields=has_fields)
        told = notes(facts, sentences, with_example=with_example)
        cells["Description"] = next((note for note in told if ": " not in note[:10]), "")
        for label in sorted(labels if with_example else labels - {"example"}):
            cells[label.title()] = next(
                (note.partition(": ")[2] for note in told if note.lower().startswith(label)), ""
            )
        depth = holder.count(".") + 1 if holder else 0
        yield Block("field", "", name, full, tuple(words), tuple(told), tuple(cells.items()), depth)


def _sample(fields: Fields) -> Any:
    sample: dict[str, Any] = {}
    for full, facts in fields.items():
        if "example" not in facts:
            continue
        *holders, name = full.split(".")
        inner = sample
        for at, holder in enumerate(holders):
            is_list = fields[".".join(holders[: at + 1])].get("type") == "array"
            inner = inner.setdefault(holder, [{}] if is_list else {})
            inner = inner[0] if is_list else inner
        inner[name] = facts["example"]
    return sample


def _yes(said: object) -> str:
    return "yes" if said else "no"


_BLOCKS = {
    "glued": lambda page, sentences: _client(page, sentences, names_only=False),
    "outline": lambda page, sentences: _client(page, sentences, names_only=True),
    "stacked": _stacked,
    "inline": _inline,
    "samples": lambda page, _: sample_blocks(page),
}
