"""A change between two states, how much it asks of a caller, and all changes together; nothing here looks for one."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from generator.diff.state import State


class Level(enum.IntEnum):
    """What a change means to somebody who calls the client."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    BREAKING = 3


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        id: The kind of change; never given to another one.
        level: What it means to a caller.
        place: What changed, in the words of the client: an API and its names, or a dotted path.
        message: What happened to it, as a sentence.
    """

    id: str
    level: Level
    place: str
    message: str


@dataclass(frozen=True)
class Comparison:
    """What changed between two states.

    Attributes:
        old: The earlier state.
        new: The later state.
        changes: All changes, the gravest first.
        left_out: What was not compared, and why; a sentence each.
    """

    old: State
    new: State
    changes: tuple[Change, ...]
    left_out: tuple[str, ...] = field(default=())

    @property
    def level(self) -> Level:
        """The level of the gravest change."""
        return max((change.level for change in self.changes), default=Level.NONE)
