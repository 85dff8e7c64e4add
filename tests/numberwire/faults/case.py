"""A case of the battery: what the server does, what is called, and what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.numberwire.faults.apis import Api
from tests.numberwire.faults.peer import Turn

QUICK = {"timeout": 0.15, "deadline": 0.35}
"""Options for what never ends by itself."""

PATIENT = {"timeout": 8.0, "deadline": 12.0}
"""Options for what ends at once, on a machine however busy."""


@dataclass(frozen=True, eq=False)
class Right:
    """The call returns this."""

    value: Any


@dataclass(frozen=True, eq=False)
class Wrong:
    """The call raises exactly this class of error, with these attributes.

    Attributes:
        error: The class.
        says: What its message has in it.
        known: Its attributes, or predicates for them.
        after: The records that a listing yielded before; None where that does not matter.
    """

    error: type[Exception]
    says: str = ""
    known: dict[str, Any] = field(default_factory=dict[str, Any])
    after: tuple[Any, ...] | None = ()


def wrong(
    error: type[Exception], says: str = "", /, after: tuple[Any, ...] | None = (), **known: Any
) -> Wrong:
    """An error of this class, with these attributes."""
    return Wrong(error, says, known, after)


Script = tuple[Turn, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One row of the table.

    Attributes:
        name: What it is about.
        script: What the server does; a function where it depends on the hosts of the server and of another.
        ends: What must come of the last call.
        asked: The methods of the requests that the server sees, as a regular expression.
        calls: The calls, one after the other; the API's own where it is left out.
        options: The client's options.
        within: The most seconds it may take; the deadline and a margin where it is left out.
        least: The fewest seconds it must take.
        connections: How many connections the server sees, where it matters.
        before: What the calls before the last one raise, where they do.
        refuses: Whether the server refuses connections until the first retry.
        api: The API, set by the table.
        over: What the client sends through: connections of its own, or a transport of httpx2's.
    """

    name: str
    script: Script | Callable[[str, str], Script]
    ends: Right | Wrong
    asked: str | None = None
    calls: tuple[Callable[[Any], Any], ...] = ()
    options: dict[str, Any] = field(default_factory=lambda: PATIENT)
    within: float | None = None
    least: float = 0.0
    connections: int | None = None
    before: type[Exception] | None = None
    refuses: bool = False
    api: Api | None = None
    over: str = "own"

    def __str__(self) -> str:
        """The name of a test."""
        over = "" if self.over == "own" else f"{self.over}-"
        return f"{over}{self.api.name if self.api else ''}-{self.name}".replace(" ", "-")
