"""Which object a field belongs to, by what the form of the page shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.heads import Head
from generator.docs.pages.lines import Line

# The link relations (RFC 8288) that a listing's `links` may hold: no other field of an answer is called so.
_RELATIONS = frozenset({"self", "first", "prev", "previous", "next", "last"})
_LINKS = "links"


@dataclass(frozen=True)
class _Placed:
    """A field that was placed: its full name, how deep it stands, and whether it has, or may have, its own fields."""

    name: str
    depth: int
    holds: bool
    may_hold: bool


@dataclass
class Nesting:
    """The objects around the next field of a part.

    Where lists or tables of the page nest, so do the fields. In a plain text nothing nests: there a name may
    say it by dots, `Array [` and `]` may enclose the fields of items, and link relations belong to `links`.
    """

    _around: list[_Placed] = field(default_factory=list[_Placed])
    _boxes: list[str] = field(default_factory=list[str])
    _last: _Placed | None = None
    _links: str | None = None

    def place(self, head: Head, line: Line) -> str:
        """Return the full name of a field.

        Args:
            head: The field's head.
            line: Where it stands.

        Raises:
            PageError: The page doesn't show what it belongs to.
        """
        name = self._flat(head, line) if line.depth is None else self._nested(head, line.depth)
        self._last = _Placed(name, line.depth or 0, head.holds, head.holds or not head.is_typed)
        self._around.append(self._last)
        return name

    def open_items(self, line: Line) -> None:
        """Enter the items of the list that stands before.

        Raises:
            PageError: No list stands before.
        """
        if self._last is None:
            raise PageError("the items of a list begin here, and no list stands before them.", line.number)
        self._boxes.append(self._last.name)
        self._last = self._links = None

    def close_items(self, line: Line) -> None:
        """Leave the items of a list.

        Raises:
            PageError: None were entered.
        """
        if not self._boxes:
            raise PageError("the items of a list end here, and none have begun.", line.number)
        self._boxes.pop()
        self._last = self._links = None

    @property
    def is_whole(self) -> bool:
        """Whether all items that were entered were left."""
        return not self._boxes

    def _nested(self, head: Head, depth: int) -> str:
        while self._around and self._around[-1].depth >= depth:
            self._around.pop()
        holder = next((placed for placed in reversed(self._around) if placed.may_hold), None)
        return head.name if holder is None else _within(holder.name, head.name)

    def _flat(self, head: Head, line: Line) -> str:
        name = _within(self._boxes[-1], head.name) if self._boxes else head.name
        if self._links and head.name in _RELATIONS:
            return f"{self._links}.{head.name}"
        if self._last and self._last.holds and self._last.name != self._links and "." not in head.name:
            raise PageError(
                f"nothing shows whether {quoted(head.name)} belongs to {quoted(self._last.name)} or comes"
                " after it; give the page as HTML or Markdown, which nest.",
                line.number,
            )
        self._links = name if head.name.rpartition(".")[2] == _LINKS else None
        return name


def _within(holder: str, name: str) -> str:
    return name if name.startswith(f"{holder}.") else f"{holder}.{name}"
