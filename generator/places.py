"""Where each value of a document stands: a tree of line numbers beside the tree of data."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.plain import steps

# Both readers stop here: no document people write nests deeper, and what comes after them recurses.
MAX_DEPTH = 100
# int() itself refuses longer ones, unless an environment variable says otherwise.
MAX_DIGITS = 4300


@dataclass(frozen=True, slots=True)
class Place:
    """A value's line, and the places of what it holds by key (or by index, written as text)."""

    line: int
    children: dict[str, Place] = field(default_factory=dict[str, "Place"])

    def find(self, pointer: str) -> Place:
        """Return the place of a JSON pointer, or of its nearest ancestor that exists."""
        place = self
        for key in steps(pointer):
            child = place.children.get(key)
            if child is None:
                break
            place = child
        return place


class FaultError(Exception):
    """A text that can't be read as plain data, and the line where that shows."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
