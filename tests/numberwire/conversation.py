"""A driver of exchanges without a network and a clock of its own: it is told what comes, and notes what is asked."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import msgspec

from numberwire._exchange import Exchange
from numberwire._response import Response
from numberwire._retry import Budget, Turns
from numberwire._steps import Attempt, CallResult, NoResponse, Pause
from numberwire.definition import Definition
from numberwire.errors import NumberwireError
from numberwire.options import Options
from numberwire_api import Operation

EPOCH = 1_700_000_000.0
"""What the wall clock says when the other clock says 0."""


class Door(msgspec.Struct):
    """A small answer."""

    id: str


def operation(method: str, name: str = "use_door", **fields: Any) -> Operation[Door]:
    """An operation of a small API."""
    return Operation(id=name, method=method, path="/doors", answer=Door, **fields)


OPEN = Response(200, (), b'{"id": "d7"}')
VALUE = Door("d7")
REFUSED = NoResponse("connection refused")
"""No connection was made."""
RESET = NoResponse("connection reset")
"""Lost after the request was sent, as `come` has it."""


@dataclass(frozen=True)
class Comes:
    """What comes of an attempt, and when.

    Attributes:
        outcome: What it is.
        sent: Whether the request had left.
        after: The seconds it took.
    """

    outcome: Response | NoResponse
    sent: bool = True
    after: float = 0.0


UNSENT = Comes(REFUSED, sent=False)
CUT_OFF = Comes(RESET)


@dataclass
class Clock:
    """A clock that goes on when it is told to."""

    seconds: float = 0.0

    def monotonic(self) -> float:
        """Its own time."""
        return self.seconds

    def time(self) -> float:
        """The time of day."""
        return EPOCH + self.seconds


@dataclass
class Conversation:
    """Exchanges on a clock that only waits and slow answers move.

    Attributes:
        asked: What the last exchange asked for: attempts, as method, path and when they give up, and waits.
        attempts: Its attempts.
        pauses: Its waits.
    """

    definition: Definition = field(default_factory=lambda: Definition(name="doors"))
    options: Options = field(default_factory=Options)
    budget: Budget = field(default_factory=Budget)
    turns: Turns = field(default_factory=Turns)
    redact: Callable[[bytes], bytes] = lambda content: content
    clock: Clock = field(default_factory=Clock)
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    pauses: list[Pause] = field(default_factory=list[Pause])
    asked: list[Any] = field(default_factory=list[Any])

    def exchange(self) -> Exchange:
        """The exchange."""
        return Exchange(
            definition=self.definition,
            options=self.options,
            budget=self.budget,
            turns=self.turns,
            clock=self.clock,
            base_url="https://api.example.com",
            make_mask=lambda: self.redact,
        )

    def hold(self, asked: Operation[Any], *coming: Comes | Response) -> CallResult:
        """Have an exchange, which must take exactly what comes."""
        outcomes: Iterator[Comes] = (one if isinstance(one, Comes) else Comes(one) for one in coming)
        try:
            return self._driven(asked, outcomes)
        finally:
            assert next(outcomes, None) is None, "the exchange ended early"

    def failure(self, asked: Operation[Any], *coming: Comes | Response) -> NumberwireError:
        """The error that an exchange ends in."""
        try:
            answered = self.hold(asked, *coming)
        except NumberwireError as error:
            return error
        raise AssertionError(answered)

    def _driven(self, asked: Operation[Any], outcomes: Iterator[Comes]) -> CallResult:
        steps = self.exchange().steps(asked)
        outcome: Response | NoResponse | None = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as end:
                return end.value
            outcome = self._noted(step, outcomes)

    def _noted(self, step: Attempt | Pause, outcomes: Iterator[Comes]) -> Response | NoResponse | None:
        if isinstance(step, Pause):
            self.pauses.append(step)
            self.asked.append(step.seconds)
            self.clock.seconds += step.seconds
            return None
        self.attempts.append(copy(step))
        self.asked.append(f"{step.request.method} {step.request.target}")
        comes = next(outcomes)
        step.sent = comes.sent
        self.clock.seconds += comes.after
        return comes.outcome
