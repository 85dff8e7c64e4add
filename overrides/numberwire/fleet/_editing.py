"""Edits of a fleet's files in their text: what an edit is not about stays as it is, to the last blank; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

import yaml  # type: ignore[import-untyped] # its stubs are a package of their own

from numberwire.fleet._yaml_text import compose, find_comments, represent_text, scan, values_of

__all__ = ["EditError", "add_numbers", "replace_number", "require_same_comments"]

_NUMBERS = "numbers"
_WIDEST = 1 << 20
_LINE_END = re.compile(r"(?:\r\n|[\n\r\x85\u2028\u2029]|\Z)")
_BEGINNINGS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_ENDS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_PROPERTIES = (yaml.ValueToken, yaml.AnchorToken, yaml.TagToken)


class EditError(Exception):
    """A file can't be edited so that it keeps what it says."""


class _Dumper(yaml.SafeDumper):  # type: ignore[misc] # it has no types
    """Writes an entry; the dumper in C would write an emoji by its code."""


_Dumper.add_representer(str, represent_text)


def add_numbers(text: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """Add numbers at the end of a YAML file's numbers.

    Args:
        text: The file's text, without mistakes and without these numbers.
        entries: What is said of each number, by number.

    Raises:
        EditError: The file is of a form in which they can't be added without changing what it says.
    """
    tokens = scan(text)
    lines = [f'"{number}": {_format_entry(entry)}' for number, entry in entries.items()]
    edited = _insert_numbers(text, tokens, lines)
    before = dict(values_of(compose(text)))
    added = tuple((number, tuple(entry.items())) for number, entry in entries.items())
    before[_NUMBERS] = (*(before.get(_NUMBERS) or ()), *added)
    try:
        after = values_of(compose(edited))
    except yaml.YAMLError as error:
        raise EditError("its numbers stand where none can be added: add them yourself") from error
    if after != tuple(before.items()):
        raise EditError("to add numbers would change what it says of others: add them yourself")
    require_same_comments(find_comments(text, tokens), edited)
    return edited


def require_same_comments(before: Sequence[tuple[int, str]], edited: str) -> None:
    """Check that an edit lost no comment.

    Raises:
        EditError: It did.
    """
    after = [comment for _, comment in find_comments(edited, scan(edited))]
    if [comment for _, comment in before] != after:
        line = next(
            (line for place, (line, comment) in enumerate(before) if after[place : place + 1] != [comment]), 1
        )
        raise EditError(
            f"the comment in line {line} would be lost: put it in a line of its own, outside of braces"
        )


def replace_number(text: str, old: str, new: str) -> Iterator[str]:
    """Put a number in the place of another, YAML or CSV.

    Returns:
        A text for each place where the old one stands: it may stand in a note or a name as well, and the right text
        is the one that is read as wanted.
    """
    for place in re.finditer(rf"\+?(?<!\d){old[1:]}(?!\d)", text):
        yield text[: place.start()] + new + text[place.end() :]


def _format_entry(entry: Mapping[str, str]) -> str:
    text: str = yaml.dump(
        dict(entry),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDEST,
        default_flow_style=True,
    )
    return text.rstrip("\n")


@dataclass(frozen=True, slots=True)
class _Root:
    """A file's outermost mapping.

    Attributes:
        tokens: Its tokens, from the one that begins it to the one that ends it.
        numbers: The tokens of its numbers' value, from the colon on; empty where it has none.
    """

    tokens: Sequence[Any]
    numbers: Sequence[Any]

    @property
    def is_flow(self) -> bool:
        """Whether it stands in braces."""
        return isinstance(self.tokens[0], yaml.FlowMappingStartToken)


def _find_root(tokens: Sequence[Any]) -> _Root:
    """Find the outermost mapping, and its numbers."""
    first = next(place for place, token in enumerate(tokens) if isinstance(token, _BEGINNINGS))
    level, key, colon, last = 0, None, 0, 0
    numbers: Sequence[Any] = ()
    for place, token in enumerate(tokens[first:], first):
        level += isinstance(token, _BEGINNINGS) - isinstance(token, _ENDS)
        is_next = level == 1 and isinstance(token, (yaml.KeyToken, yaml.FlowEntryToken))
        if key == _NUMBERS and colon and (is_next or level == 0):
            numbers = tokens[colon:place]
        if is_next or level == 0:
            key, colon = None, 0
        elif level == 1 and isinstance(token, yaml.ScalarToken) and not colon:
            key = token.value
        elif level == 1 and isinstance(token, yaml.ValueToken):
            colon = place
        if level == 0:
            last = place
            break
    return _Root(tokens[first : last + 1], numbers)


def _insert_numbers(text: str, tokens: Sequence[Any], lines: Sequence[str]) -> str:
    """Insert the lines of numbers at the end of the numbers, in the form that those have."""
    root = _find_root(tokens)
    in_braces = ", ".join(lines)
    if not root.numbers:
        if root.is_flow:
            return _insert_in_braces(text, root.tokens, f"numbers: {{{in_braces}}}")
        column = root.tokens[0].start_mark.column
        return _insert_lines(text, root.tokens, [f"{_NUMBERS}:", *(f"  {line}" for line in lines)], column)
    value = list(dropwhile(lambda token: isinstance(token, _PROPERTIES), root.numbers))
    if value and isinstance(value[0], yaml.BlockMappingStartToken):
        return _insert_lines(text, value, lines, value[0].start_mark.column)
    is_flow = bool(value) and isinstance(value[0], yaml.FlowMappingStartToken)
    end = root.numbers[-1].end_mark.index
    start = value[0].start_mark.index if value else end
    if is_flow and (len(value) > len("{}") or root.is_flow or "#" in text[start:end]):
        return _insert_in_braces(text, value, in_braces)
    if root.is_flow:
        return f"{text[:start]}{'' if value else ' '}{{{in_braces}}}{text[end:]}"
    # What says that there are none goes, and lines take its place.
    head = text[:start].rstrip(" ") if value else text[:start]
    column = root.tokens[0].start_mark.column + len("  ")
    return _insert_at_line_end(head + text[end:], len(head), lines, column)


def _insert_in_braces(text: str, mapping: Sequence[Any], entry: str) -> str:
    """Insert an entry at the end of a mapping in braces."""
    last, close = mapping[-2], mapping[-1]
    begin, end = last.end_mark.index, close.start_mark.index
    place = end if "#" in text[begin:end] else begin
    comma = "" if isinstance(last, (yaml.FlowMappingStartToken, yaml.FlowEntryToken)) else ","
    blank = "" if isinstance(last, yaml.FlowMappingStartToken) else " "
    return text[:place] + comma + blank + entry + text[place:]


def _insert_lines(text: str, mapping: Sequence[Any], lines: Sequence[str], column: int) -> str:
    """Insert lines after the last one of a mapping, and after the comments that are indented like it."""
    last = next(token for token in reversed(mapping) if not isinstance(token, yaml.BlockEndToken))
    place: int = last.end_mark.index
    if isinstance(last, yaml.ScalarToken) and last.style in ("|", ">") and last.end_mark.column == 0:
        place -= 1  # the text ends with its line
    comments = re.compile(rf"(?:{_LINE_END.pattern}[ ]{{{max(column, 1)},}}#[^\n\r\x85\u2028\u2029]*)+")
    end = _LINE_END.search(text, place)
    assert end is not None  # noqa: S101 a text has an end
    following = comments.match(text, end.start())
    return _insert_at_line_end(text, following.end() if following else place, lines, column)


def _insert_at_line_end(text: str, place: int, lines: Sequence[str], column: int) -> str:
    """Insert lines after the line of a place, each indented by so many blanks."""
    found = _LINE_END.search(text, place)
    assert found is not None  # noqa: S101 a text has an end
    line_end = "\r\n" if "\r\n" in text else "\n"
    inserted = "".join(f"{' ' * column}{line}{line_end}" for line in lines)
    return text[: found.end()] + ("" if found[0] else line_end) + inserted + text[found.end() :]
