"""Reads the fields of a part: heads, table rows, and the descriptions below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.draft import Draft, DraftField, Part
from generator.docs.pages.field_heads import Head, read_label, read_row, split_item
from generator.docs.pages.lines import Cursor, Form, Line
from generator.docs.pages.samples import add_examples
from generator.docs.pages.sentences import is_prose
from generator.facts import Field

ReadHead = Callable[[Cursor], Head | None]

_MAJORITY = 0.8


class FieldList:
    """The fields of the part that is being read.

    Args:
        draft: What is read of the page so far.
        read_head: Reads the head of a field where one stands, and goes on behind it.
        implied_facts: What the absence of marks states.
    """

    def __init__(self, draft: Draft, read_head: ReadHead, implied_facts: Field) -> None:
        self._draft = draft
        self._read_head = read_head
        self._denied = implied_facts
        self._nesting = Nesting()
        self._fields: Part = {}
        self._last: DraftField | None = None

    def begin_part(self, name: str, line: Line) -> None:
        """Begin a part, or the body that goes with a status.

        Args:
            name: One of `facts.PARTS`, or a status.
            line: Where it stands.

        Raises:
            PageError: It was read already.
        """
        self._fields = self._draft.begin_part(name, line.number)
        self._nesting = Nesting()
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
        others = [field for field in self._draft.all_fields() if field is not last]
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
            self._add_field(read_row(cursor.take()), line, line.cells.get("description", ""))
        elif line.text == "Array [" and self._last:
            self._nesting.open_items(cursor.take())
        elif line.text == "]":
            self._nesting.close_items(cursor.take())
        elif head := self._read_head(cursor):
            self._add_field(head, line)
        elif self._last and read_label(line.text, None) is not None:
            self._last.describe(cursor.take().text)
        elif item := self._read_item(line):
            self._add_field(item[0], cursor.take(), item[1])
        elif self._last and is_prose(line):
            self._last.describe(cursor.take().text)
        else:
            raise cursor.misfit_error("a field's name and type")

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
    say it by dots, `Array [` and `]` may enclose the fields of items, and link relations belong to `links`.
    """

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
            raise PageError(
                f"it is unclear whether {excerpt(head.name)} belongs to {excerpt(self._last.name)} or follows it;"
                " save the page as HTML or Markdown, which show the nesting.",
                line.number,
            )
        self._links = name if head.name.rpartition(".")[2] == _LINKS else None
        return name


def _qualified_name(parent: str, name: str) -> str:
    return name if name.startswith(f"{parent}.") else f"{parent}.{name}"
