"""The fields of a part, read one after the other: heads, rows of tables, and the words below each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.docs.facts import Field
from generator.docs.pages.draft import Draft, DraftField, Part
from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.heads import Head
from generator.docs.pages.labels import read_label
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.items import halves
from generator.docs.pages.layouts.prose_lines import is_prose
from generator.docs.pages.lines import Form, Line
from generator.docs.pages.nesting import Nesting
from generator.docs.pages.rows import read_row
from generator.docs.pages.samples import add_examples

ReadHead = Callable[[Cursor], Head | None]

_MOST = 0.8


class FieldList:
    """The fields of the part that is being read.

    Args:
        draft: What is read of the page so far.
        read_head: Reads the head of a field where one stands, and goes on behind it.
        denied: What the absence of marks states.
    """

    def __init__(self, draft: Draft, read_head: ReadHead, denied: Field) -> None:
        self._draft = draft
        self._read_head = read_head
        self._denied = denied
        self._nesting = Nesting()
        self._fields: Part = {}
        self._last: DraftField | None = None

    def begin(self, name: str, line: Line) -> None:
        """Begin a part, or the body that goes with a status.

        Args:
            name: One of `facts.PARTS`, or a status.
            line: Where it stands.

        Raises:
            PageError: It was read already.
        """
        self._fields = self._draft.part(name, line.number)
        self._nesting = Nesting()
        self._last = None

    @property
    def is_begun(self) -> bool:
        """Whether a field stands already, which words may describe."""
        return self._last is not None

    @property
    def is_whole(self) -> bool:
        """Whether the page may end here: no list is left open, and the last field is as whole as others are."""
        return self._nesting.is_whole and self._last is not None and not self._is_cut(self._last)

    def _is_cut(self, last: DraftField) -> bool:
        others = [field for field in self._draft.fields() if field is not last]
        if not last.is_described:
            is_alone = not any(field.is_described for field in self._fields.values())
            # Objects and lists often have no words of their own; other fields of a page have them, or none has.
            described = [
                field.is_described for field in others if field.facts.get("type") not in ("object", "array")
            ]
            return not is_alone or (last.facts.get("type") not in ("object", "array") and _most(described))
        return not last.is_ended and _most([field.is_ended for field in others if field.description])

    def step(self, cursor: Cursor) -> None:
        """Read what comes next: a field, or words about the last one.

        Args:
            cursor: Where it stands; it goes on.

        Raises:
            PageError: It is neither.
        """
        line = cursor.line
        if line.form is Form.ROW:
            self._add(read_row(cursor.take()), line, line.cells.get("description", ""))
        elif line.text == "Array [" and self._last:
            self._nesting.open_items(cursor.take())
        elif line.text == "]":
            self._nesting.close_items(cursor.take())
        elif head := self._read_head(cursor):
            self._add(head, line)
        elif self._last and read_label(line.text, None) is not None:
            self._last.describe(cursor.take().text)
        elif split := self._split(line):
            self._add(split[0], cursor.take(), split[1])
        elif self._last and is_prose(line):
            self._last.describe(cursor.take().text)
        else:
            raise cursor.misfit("the head of a field")

    def show(self, sample: object) -> None:
        """Add what a sample shows of the fields.

        Args:
            sample: The sample; what it has besides may be of something else.
        """
        add_examples(self._fields, sample, known_alone=True)

    def describe(self, words: str) -> None:
        """Add words to the last field."""
        if self._last:
            self._last.describe(words)

    def _split(self, line: Line) -> tuple[Head, str] | None:
        """Return the head and the words of an item of a list, which may hold both."""
        for text, words in halves(line):
            if head := self._read_head(Cursor([replace(line, text=text)])):
                return head, words
        return None

    def _add(self, head: Head, line: Line, words: str = "") -> None:
        name = self._nesting.place(head, line)
        if name in self._fields:
            raise PageError(f"the field {quoted(name)} stands here twice.", line.number)
        self._last = self._fields[name] = DraftField(dict(head.facts), self._denied)
        # A row is whole; below any other head a description may be missing.
        self._last.is_described = line.form is Form.ROW
        if words:
            self._last.describe(words)


def _most(said: Sequence[bool]) -> bool:
    return sum(said) > _MOST * len(said)
