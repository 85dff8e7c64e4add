"""What was asked of a sandbox that changes something, and what came of it: who counts purchases counts here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

_MOST = 100_000
METHODS = frozenset({"DELETE", "PATCH", "POST", "PUT"})
"""The methods that change something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A request that was to change something.

    Attributes:
        time: When it came, by the sandbox's clock.
        api: The API that it was for.
        operation: The operation; None where there is none at its path.
        number: The number that it was about; None where none has such an id, and where the body names none.
        id: The id in its path; None for a purchase.
        status: The status that it was answered with; None where the connection was cut instead.
        took_effect: Whether something was bought, changed or released.
    """

    time: datetime
    api: str
    operation: str | None
    number: str | None
    id: str | None
    status: int | None
    took_effect: bool


class Writes:
    """The last hundred thousand of them, oldest first; safe between threads."""

    def __init__(self) -> None:
        self._kept: deque[Write] = deque(maxlen=_MOST)

    def add(self, write: Write) -> None:
        """Keep one."""
        self._kept.append(write)

    def clear(self) -> None:
        """Forget them."""
        self._kept.clear()

    def all(self) -> tuple[Write, ...]:
        """Those that are kept."""
        return tuple(self._kept.copy())
