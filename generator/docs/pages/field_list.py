"""Reads the fields of a part: heads, table rows, and the descriptions below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.field_heads import Head, parse_value, read_label, read_row, split_item
from generator.docs.pages.lines import Cursor, Form, Line
from generator.docs.pages.page_draft import BULLET, Draft, DraftField, Part
from generator.docs.pages.samples import add_examples
from generator.docs.pages.sentences import add_facts, is_prose
from generator.facts import Field

ReadHead = Callable[[Cursor], Head | None]

_MAJORITY = 0.8
_PROBED = 6
# Where values are one after the other, each is one word.
_VALUES = re.compile(r"(?:(?:allowed|possible|valid) values?|enum):(?P<joined>[\w+./:-]*)", re.IGNORECASE)
_VALUE = re.compile(r"[\w+-][\w+./:-]*")
# An item of a list of values may go on with words about the value.
_ITEM = re.compile(r"(?P<value>([`\"']?)[\w+-](?:[\w+./:-]*[\w+/])?\2)(?:(?: ?[:\u2013\u2014]| -) .*| \(.*)?")


class FieldList:
    """The fields of the part that is being read.

    Attributes:
        has_joined_heads: Whether a field had nothing between its name and its type.
        shown_names: The full names of the fields that the sample of an answer shows, wherever it stands.

    Args:
        draft: What is read of the page so far.
        read_head: Reads the head of a field where one stands, and goes on behind it.
        implied_facts: What the absence of marks states.
        ends_fields: Tells whether a line is a heading or the like, and neither a field nor a value.
    """

    def __init__(
        self, draft: Draft, read_head: ReadHead, implied_facts: Field, ends_fields: Callable[[Line], bool]
    ) -> None:
        self._draft = draft
        self._read_head = read_head
        self._denied = implied_facts
        self._ends_fields = ends_fields
        self._nesting = Nesting()
        self._fields: Part = {}
        self._part = ""
        self._last: DraftField | None = None
        self.has_joined_heads = False
        self.shown_names: frozenset[str] = frozenset()

    def begin_part(self, name: str, line: Line) -> None:
        """Begin a part, or the body that goes with a status.

        Args:
            name: One of `facts.PARTS`, or a status.
            line: Where it stands.

        Raises:
            PageError: It was read already.
        """
        self._part = name
        self._fields = self._draft.begin_part(name, line.number)
        self._nesting = Nesting(self.shown_names if name == "response" else frozenset())
        self._last = None

    @property
    def has_field(self) -> bool:
        """Whether a field stands already, which words may describe."""
        return self._last is not None

    @property
    def is_whole(self) -> bool:
        """Whether the page may end here: no list is left open, and the last field is as whole as others are."""
        return self._nesting.is_whole and self._last is not None and not self._is_cut_off(self._last)

    def _is_cut_off(self, last: DraftField) -> bool:
        others = [field for _, field in self._draft.named_fields() if field is not last]
        if not last.is_described:
            is_alone = not any(field.is_described for field in self._fields.values())
            # Objects and lists often have no words of their own; other fields of a page have them, or none has.
            flags = [
                field.is_described for field in others if field.facts.get("type") not in ("object", "array")
            ]
            return not is_alone or (last.facts.get("type") not in ("object", "array") and _is_majority(flags))
        return not last.has_whole_description and _is_majority(
            [field.has_whole_description for field in others if field.description]
        )

    def read_next(self, cursor: Cursor) -> None:
        """Read what comes next: a field, or words about the last one.

        Args:
            cursor: Where it stands; it goes on.

        Raises:
            PageError: It is neither.
        """
        line = cursor.line
        if line.form is Form.ROW:
            self._check_part(line)
            head = read_row(cursor.take())
            self._add_field(head, line, "\n".join(filter(None, (line.cells.get("description"), head.words))))
        elif line.text == "Array [" and self._last:
            self._nesting.open_items(cursor.take())
        elif line.text == "]":
            self._nesting.close_items(cursor.take())
        elif own := self._read_head(cursor):
            self._add_field(own, line)
        elif self._last and read_label(line.text, None) is not None:
            self._read_label(cursor, self._last)
        elif item := self._read_item(line):
            self._add_field(item[0], cursor.take(), item[1])
        elif self._last and is_prose(line):
            self._last.describe(cursor.take().text)
        else:
            raise cursor.misfit_error("a field's name and type")

    def _read_label(self, cursor: Cursor, last: DraftField) -> None:
        """Read a label; its values may be the items of a list below it.

        A text that lost its form has them on lines of their own, or with nothing between them.
        """
        line = cursor.take()
        values = _VALUES.fullmatch(line.text)
        if values is None or (values["joined"] and line.depth is not None):
            last.describe(line.text)
        elif values["joined"]:
            last.is_described, last.joined_values = True, (values["joined"], line.number)
        else:
            last.is_described = True
            self._read_values(cursor, line, last)

    def _read_values(self, cursor: Cursor, label: Line, last: DraftField) -> None:
        """Read the values below a label; what stands there and is none is kept as not read."""
        items = self._take_items(cursor, label)
        matches = [_ITEM.fullmatch(item) for item in items]
        values = [match["value"] for match in matches if match]
        if not items and label.depth is None:
            values = self._value_lines(cursor)
        unread = items if len(values) < len(items) else [] if values else self._words_below(cursor)
        if unread:
            last.unread_rules.append(f"{label.text} {'; '.join(unread)}")
        elif values:
            kind = last.facts.get("type")
            kind = None if kind == "array" else kind
            add_facts(last.facts, {"enum": [parse_value(value, kind) for value in values]})

    def _take_items(self, cursor: Cursor, label: Line) -> list[str]:
        """Return the items of the list below a label, and go on behind them."""
        items: list[str] = []
        while cursor and self._is_item(cursor, label):
            text = cursor.take().text
            sign = BULLET.match(text)
            items.append(text[sign.end() :] if sign else text)
        return items

    def _is_item(self, cursor: Cursor, label: Line) -> bool:
        line = cursor.line
        if line.form is not Form.TEXT or self._ends_fields(line):
            return False
        if label.depth is None:
            return BULLET.match(line.text) is not None
        return (line.depth or 0) > label.depth and not self._begins_field(cursor)

    def _begins_field(self, cursor: Cursor) -> bool:
        item = self._read_item(cursor.line)
        head = item[0] if item else self._read_head(Cursor(cursor.rest()[:_PROBED]))
        return head is not None and head.is_typed

    def _words_below(self, cursor: Cursor) -> list[str]:
        """Return the words that stand where values were announced; they are read as a description, too."""
        words: list[str] = []
        below = Cursor(cursor.rest())
        while below and is_prose(below.line) and not self._ends_fields(below.line):
            if read_label(below.line.text, None) is not None or self._begins_field(below):
                break
            words.append(below.take().text)
        return words

    def _value_lines(self, cursor: Cursor) -> list[str]:
        """Return the values that stand here, one a line, and go on behind them.

        Raises:
            PageError: They may as well be fields: where a name alone is a head, only a description tells them apart.
        """
        values: list[str] = []
        while cursor and _VALUE.fullmatch(cursor.line.text) and not self._ends_fields(cursor.line):
            head = self._read_head(Cursor(cursor.rest()[:_PROBED]))
            if head and not head.is_typed and not self._has_description(cursor):
                raise PageError(
                    f"it is unclear whether {excerpt(cursor.line.text)} is a value of the field above or a field;"
                    " save the page as HTML or Markdown, which show it.",
                    cursor.number,
                )
            if head or cursor.line.form is not Form.TEXT:
                break
            values.append(cursor.take().text)
        return values

    def _has_description(self, cursor: Cursor) -> bool:
        """Tell whether words stand below the line that comes next."""
        line_below = cursor.peek()
        return line_below is not None and (
            is_prose(line_below) or read_label(line_below.text, None) is not None
        )

    def _check_part(self, row: Line) -> None:
        """Refuse a row that says it is of another part than the one it stands in."""
        place = row.cells.get("in", self._part).lower()
        if place not in (self._part, *(("body", "form", "formdata") if self._part == "request" else ())):
            raise PageError(
                f"the table of the {self._part} has a field in {excerpt(place)}; pass the OpenAPI document.",
                row.number,
            )

    def add_sample(self, sample: object) -> None:
        """Add what a sample shows of the fields.

        Args:
            sample: The sample; what it has besides may be of something else.
        """
        add_examples(self._fields, sample, only_known=True)

    def describe_last(self, words: str) -> None:
        """Add words to the last field."""
        if self._last:
            self._last.describe(words)

    def _read_item(self, line: Line) -> tuple[Head, str] | None:
        """Return the head and the words of an item of a list, which may hold both."""
        for text, words in split_item(line):
            if head := self._read_head(Cursor([replace(line, text=text)])):
                return head, words
        return None

    def _add_field(self, head: Head, line: Line, words: str = "") -> None:
        self.has_joined_heads = self.has_joined_heads or head.is_joined
        name = self._nesting.place_field(head, line)
        if name in self._fields:
            raise PageError(f"the field {excerpt(name)} is listed twice.", line.number)
        self._last = self._fields[name] = DraftField(dict(head.facts), self._denied)
        # A row is whole; below any other head a description may be missing.
        self._last.is_described = line.form is Form.ROW
        if words:
            self._last.describe(words)


def _is_majority(flags: Sequence[bool]) -> bool:
    return sum(flags) > _MAJORITY * len(flags)


# Which object a field belongs to, as far as the form of the page shows it.

# The link relations (RFC 8288) that a listing's `links` may hold: no other field of an answer is called so.
_RELATIONS = frozenset({"self", "first", "prev", "previous", "next", "last"})
_LINKS = "links"


@dataclass(frozen=True)
class _PlacedField:
    """A field that was placed: its full name, how deep it stands, and whether it has, or may have, its own fields."""

    name: str
    depth: int
    has_fields: bool
    may_have_fields: bool


@dataclass
class Nesting:
    """The objects around the next field of a part.

    Where lists or tables of the page nest, so do the fields. In a plain text nothing nests: there a name may
    say it by dots, `Array [` and `]` may enclose the fields of items, link relations belong to `links`, and a sample
    may show what belongs to what.

    Attributes:
        shown_names: The full names of the fields that a sample shows.
    """

    shown_names: frozenset[str] = frozenset()
    _ancestors: list[_PlacedField] = field(default_factory=list[_PlacedField])
    _lists: list[str] = field(default_factory=list[str])
    _last: _PlacedField | None = None
    _links: str | None = None

    def place_field(self, head: Head, line: Line) -> str:
        """Return the full name of a field.

        Args:
            head: The field's head.
            line: Where it stands.

        Raises:
            PageError: The page doesn't show what it belongs to.
        """
        name = self._flat_name(head, line) if line.depth is None else self._nested_name(head, line.depth)
        self._last = _PlacedField(
            name, line.depth or 0, head.has_fields, head.has_fields or not head.is_typed
        )
        self._ancestors.append(self._last)
        return name

    def open_items(self, line: Line) -> None:
        """Enter the items of the list that stands before.

        Raises:
            PageError: No list stands before.
        """
        if self._last is None:
            raise PageError("'Array [' must follow the field that is the list.", line.number)
        self._lists.append(self._last.name)
        self._last = self._links = None

    def close_items(self, line: Line) -> None:
        """Leave the items of a list.

        Raises:
            PageError: None were entered.
        """
        if not self._lists:
            raise PageError("']' has no 'Array [' before it.", line.number)
        self._lists.pop()
        self._last = self._links = None

    @property
    def is_whole(self) -> bool:
        """Whether all items that were entered were left."""
        return not self._lists

    def _nested_name(self, head: Head, depth: int) -> str:
        while self._ancestors and self._ancestors[-1].depth >= depth:
            self._ancestors.pop()
        parent = next((field for field in reversed(self._ancestors) if field.may_have_fields), None)
        return head.name if parent is None else _qualified_name(parent.name, head.name)

    def _flat_name(self, head: Head, line: Line) -> str:
        name = _qualified_name(self._lists[-1], head.name) if self._lists else head.name
        if self._links and head.name in _RELATIONS:
            return f"{self._links}.{head.name}"
        if self._last and self._last.has_fields and self._last.name != self._links and "." not in head.name:
            name = self._shown_name(name, _qualified_name(self._last.name, head.name), line)
        self._links = name if head.name.rpartition(".")[2] == _LINKS else None
        return name

    def _shown_name(self, beside: str, inside: str, line: Line) -> str:
        """Return which of two names a sample shows: that of a field beside the last one, or inside it."""
        shown = [name for name in (beside, inside) if name in self.shown_names]
        if len(shown) == 1:
            return shown[0]
        parent, name = inside.rpartition(".")[::2]
        raise PageError(
            f"it is unclear whether {excerpt(name)} belongs to {excerpt(parent)} or follows it;"
            " save the page as HTML or Markdown, which show the nesting.",
            line.number,
        )


def _qualified_name(parent: str, name: str) -> str:
    return name if name.startswith(f"{parent}.") else f"{parent}.{name}"
