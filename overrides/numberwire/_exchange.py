"""A call without the network: a generator of what to send and how long to wait, which receives each outcome.

Retries, deadlines, the shared budget and the settling of unknown outcomes are written once, here; a client
drives `exchange` with a few lines of its own, one sync and one async.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from typing import Any, Protocol

import msgspec

from numberwire._answer import ErrorAnswer, PartialPage, Success, is_web_page, read_answer
from numberwire._call_options import NOTHING, Extras
from numberwire._failure import Consequence, FailedOutcome, Failure, build_error, consequence
from numberwire._messages import logger
from numberwire._report import Mask, Report, request_id
from numberwire._response import Response
from numberwire._retry import (
    Budget,
    KnownOutcome,
    SettleSteps,
    Turns,
    UnknownOutcome,
    backoff,
    is_usable_wait,
)
from numberwire._steps import Attempt, CallResult, NoResponse, Outcome, Pause, Steps
from numberwire._visible import LONGEST_ENTRY, escape_unprintable
from numberwire.definition import Definition
from numberwire.errors import APIStatusError, InvalidRequestError, NumberwireError
from numberwire.options import Options
from numberwire_api import Operation, Request

__all__ = ["Clock", "Exchange"]

_NOT_FOUND = 404
_WRITES = frozenset({"DELETE", "PATCH", "POST", "PUT"})


class Clock(Protocol):
    """What tells the time, as the module `time` does."""

    def monotonic(self) -> float:
        """A time for durations."""
        ...

    def time(self) -> float:
        """The seconds since the epoch."""
        ...


class Exchange(msgspec.Struct, frozen=True):
    """What the calls of one client share.

    Attributes:
        definition: The API's habits.
        options: How to send.
        budget: The retries left.
        turns: When they may be sent.
        clock: Tells the time. It is asked anew each time, as tests replace what the module `time` has.
        base_url: Where the API is.
        make_mask: Makes what masks the client's secrets in all that one call shows.
        extras: What the request carries beside what its operation has; what asks about it carries all but the body's.
    """

    definition: Definition
    options: Options
    budget: Budget
    turns: Turns
    clock: Clock
    base_url: str
    make_mask: Callable[[], Mask]
    extras: Extras = NOTHING

    def steps(self, operation: Operation[Any], *, keep_partial: bool = False) -> Steps:
        """The steps of a call, its checks first.

        Args:
            operation: What to ask for.
            keep_partial: Whether a page that can be read in part is a value, a `PartialPage`, and no error.

        Raises:
            NumberwireError: As it went; see `numberwire.errors`.
        """
        has_checks = operation.id in self.definition.checks
        if has_checks and (self.extras is NOTHING or _has_own_fields(operation)):
            self.definition.check_operation(operation, self.options.checks, self.mask_text)
        deadline = self.clock.monotonic() + self.options.deadline
        return _Call(self, operation, deadline, keep_partial=keep_partial).steps()

    def build(self, operation: Operation[Any]) -> Request:
        """The request of an operation.

        Raises:
            InvalidRequestError: A value can't stand in a request.
        """
        why = "its path must begin with a slash, or it would become part of the host name"
        try:
            request = operation.request()
            if request.target.startswith("/"):
                return request
        except (ValueError, TypeError) as error:
            why = self.mask_text(str(error))
        raise InvalidRequestError(f"{operation.id}: {why}")

    def mask_text(self, text: str) -> str:
        """A text without the client's secrets."""
        mask = self.make_mask()
        return mask(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


class _Call:
    """One call under way.

    Attributes:
        attempts: How many there were.
        uncounted: Those that do not count for `max_retries`.
        rested: The end of the last pause that was waited for.
        paid: The retries that were taken from the budget.
        disconnected: Whether a connection was lost.
        doubt: The error of the last attempt that may have happened.
        pending: The attempt that may have happened, until that is known.
    """

    attempts = uncounted = paid = 0
    rested = float("-inf")
    disconnected = False
    doubt: NumberwireError | None = None
    pending: Attempt | None = None

    def __init__(
        self,
        exchange: Exchange,
        operation: Operation[Any],
        deadline: float,
        *,
        fresh: bool = False,
        keep_partial: bool = False,
        is_question: bool = False,
        mask: Mask | None = None,
    ) -> None:
        self.exchange = exchange
        self.operation = operation
        self.deadline = deadline
        self.keep_partial = keep_partial
        self.policy = exchange.definition.policy(operation)
        self.fresh = fresh or self.policy.fresh
        # What is asked about a call goes where the call went, which its headers and its query may decide.
        extras = exchange.extras.without_body() if is_question else exchange.extras
        self.request = exchange.build(extras.add_to(operation))
        self.may_end = not is_question
        self.mask = mask or exchange.make_mask()
        pace = exchange.options.pace
        self.interval = 1 / pace if pace and operation.method in _WRITES else 0.0
        self.since = exchange.clock.time() if self.policy.settle is not None else 0.0

    def steps(self) -> Steps:
        """The steps; whatever ends them while the call may have happened leaves a warning, if it costs something."""
        exchange = self.exchange
        try:
            while True:
                if self.interval or exchange.turns.resume > self.rested:
                    yield from self._wait_to_leave()
                self.attempts += 1
                expires = min(self.deadline, exchange.clock.monotonic() + exchange.options.timeout)
                attempt = self.pending = Attempt(self.request, expires, self.fresh, self.attempts)
                # The outcome stands in no local of this frame: an error passes through it.
                result = self._read_outcome((yield attempt), attempt)
                if isinstance(result, CallResult):
                    exchange.budget.give_back(self.paid)
                    break
                settled = yield from self._settle(result)
                if settled is not None:
                    result = settled
                    break
                self.pending = None
                yield self._pause_after(result)
            if self.operation.id in exchange.definition.effects and "logging" in sys.modules:
                self._log_effect(result)  # where nothing loaded logging, nobody listens
        except BaseException:
            if self.pending is not None and self.pending.sent and self.policy.costly:
                text = "%s was cancelled after sending (%s); it may have taken effect."
                logger().warning(text, self.operation.id, self.operation.body)
            raise
        return result

    def _wait_to_leave(self) -> Generator[Pause, Any, None]:
        """Wait until an attempt may be sent: for the turn of a write, and for the end of a pause."""
        turns = self.exchange.turns
        if self.interval and not self.attempts:  # a retry took its turn when it was decided on
            yield from self._wait_for_turn()
        if turns.resume > self.rested:
            yield from self._wait_for_pause()
        while not turns.leave(self.exchange.clock.monotonic(), self.interval):
            yield from self._wait_for_turn()
            yield from self._wait_for_pause()

    def _log_effect(self, result: CallResult) -> None:
        """Log what the call did, if it changed something: the trail that an audit follows."""
        value = result.value
        numbers = (getattr(known, "number", None) for known in (value, self.operation.body, self.operation))
        number = next(filter(None, numbers), None)
        record_id = getattr(value, "id", None) or dict(self.operation.path_parameters).get("id")
        shown = [f"number {number}" if number else "", f"id {record_id}" if record_id else ""]
        shown.append(f"request id {request_id(result.response) or 'none'}")
        text = escape_unprintable(", ".join(filter(None, shown)), LONGEST_ENTRY)
        effect = self.exchange.definition.effects[self.operation.id]
        logger().info("%s: %s", effect, self.exchange.mask_text(text))

    def _wait_for_turn(self) -> Generator[Pause, Any, None]:
        """Wait for a turn among the writes. The deadline starts with it: how long it takes is the caller's choice."""
        wait = self.exchange.turns.take_turn(self.exchange.clock.monotonic(), self.interval)
        if wait:
            self.deadline += wait
            yield self._pause(wait)

    def _wait_for_pause(self) -> Generator[Pause, Any, None]:
        """Wait for the end of the pause that another call was asked for.

        A pause that outlasts the call's deadline holds it no longer: it is sent, and the API says what it thinks.
        """
        turns = self.exchange.turns
        while (resume := turns.resume) > self.rested:
            wait = turns.pause_left(self.exchange.clock.monotonic())
            if not 0 < wait < self._time_left():
                return
            yield self._pause(wait)
            self.rested = resume

    def _read_outcome(self, outcome: Outcome | None, attempt: Attempt) -> CallResult | Failure:
        assert outcome is not None  # noqa: S101 a driver answers every attempt
        exchange = self.exchange
        response = None if isinstance(outcome, NoResponse) else outcome
        report = Report(attempt.request, attempt.number, response, self.mask, exchange.clock.time)
        if isinstance(outcome, NoResponse):
            return self._failure(outcome, report, attempt)
        reading = read_answer(exchange.definition, self.operation, outcome)
        if isinstance(reading, Success):
            value = exchange.definition.unwrap(reading.envelope)
            return CallResult(value, outcome, reading.envelope, report)
        if self.keep_partial and isinstance(reading, PartialPage):
            return CallResult(reading, outcome, reading, report)
        gone = (
            isinstance(reading, ErrorAnswer)
            and outcome.status == _NOT_FOUND
            and not is_web_page(outcome.content)
        )
        if gone and self.doubt and self.policy.gone_is_done:
            return CallResult(None, outcome, report=report)
        return self._failure(reading, report, attempt)

    def _failure(self, failed: FailedOutcome, report: Report, attempt: Attempt) -> Failure:
        meaning = consequence(failed, attempt, report.response.status if report.response else 0)
        note = ""
        seconds = report.retry_after
        if seconds is not None and self._may_repeat(meaning) and seconds >= self._time_left():
            note = f"; it asks to wait {seconds:g} s, which is longer than the rest of the call's deadline"
        definition = self.exchange.definition
        return Failure(build_error(failed, report, definition, self.operation, note), meaning)

    def _settle(self, failure: Failure) -> Generator[Attempt | Pause, Outcome | None, CallResult | None]:
        """Find out what became of a call whose outcome may be unknown; None where it may be sent again."""
        if not failure.consequence.uncertain:
            return None
        self.doubt = failure.error
        error = failure.error
        if self.policy.settle is None:
            return None
        unknown = UnknownOutcome(self.since, error, self.exchange.base_url, self.exchange.options.settle)
        settling = self.policy.settle(self.operation, unknown)
        try:
            return (yield from self._run_settling(settling, error))
        except NumberwireError:
            self.pending = None  # the error says what is known
            raise

    def _run_settling(
        self, settling: SettleSteps, error: NumberwireError
    ) -> Generator[Attempt | Pause, Outcome | None, CallResult | None]:
        result: CallResult | None = None
        failure: NumberwireError | None = None
        while True:
            try:
                question = settling.throw(failure) if failure else settling.send(result)
            except StopIteration as end:
                settled: KnownOutcome | None = end.value
                by = result.response if result else _answer_of(failure)
                return CallResult(settled.value, by, settled.value) if settled else None
            result, failure = None, None
            if isinstance(question, int | float):
                left = max(self.deadline - self.exchange.clock.monotonic(), 0.0)
                yield Pause(min(question, left), error, may_end=False)
                continue
            asking = _Call(
                self.exchange,
                question,
                self.deadline,
                fresh=self.policy.fresh,
                keep_partial=True,
                is_question=True,
                mask=self.mask,
            )
            try:
                result = yield from asking.steps()
            except NumberwireError as unanswered:
                failure = unanswered

    def _pause_after(self, failure: Failure) -> Pause:
        """The wait before the next attempt.

        Raises:
            NumberwireError: The failure's, where there must be no other attempt.
        """
        wait = self._wait(failure)
        if wait is None:
            raise failure.error
        return self._pause(wait, failure.error)

    def _pause(self, seconds: float, error: NumberwireError | None = None) -> Pause:
        return Pause(seconds, error, retries=error is not None, may_end=self.may_end, doubt=self.doubt)

    def _wait(self, failure: Failure) -> float | None:
        """Seconds to wait before the next attempt; None where there must be none."""
        if not self._may_repeat(failure.consequence):
            return None
        now, turns = self.exchange.clock.monotonic(), self.exchange.turns
        asked = failure.error.retry_after or 0.0
        is_limit = failure.consequence.limited
        if is_limit and is_usable_wait(asked):
            self.uncounted += 1  # the API says when to come back; what ends this is the deadline
            wait = asked
        else:
            wait = max(backoff(self.attempts - 1), asked)
        if wait >= self._time_left():
            return None
        if is_limit:
            self.rested = now + wait
            turns.hold_until(self.rested)
        wait += turns.take_turn(now + wait, self.interval)
        return wait if wait < self._time_left() and (is_limit or self._pay_retry(failure)) else None

    def _may_repeat(self, meaning: Consequence) -> bool:
        may = self.policy.uncertain if meaning.uncertain else self.policy.limited or not meaning.limited
        return (
            meaning.repeatable and may and self.attempts - self.uncounted <= self.exchange.options.max_retries
        )

    def _time_left(self) -> float:
        return self.deadline - self.exchange.clock.monotonic()

    def _pay_retry(self, failure: Failure) -> bool:
        """Take the retry from the budget; the first lost connection of a call costs nothing.

        A kept connection that the server closed meanwhile is lost in the normal course of things.
        """
        if failure.consequence.disconnected and not self.disconnected:
            self.disconnected = True
            return True
        if not self.exchange.budget.take():
            return False
        self.paid += 1
        return True


def _has_own_fields(operation: Operation[Any]) -> bool:
    """Whether an operation's body, if it has one, holds something of its own: else there is nothing to check."""
    if not isinstance(operation.body, msgspec.Struct):
        return True
    return any(value is not msgspec.UNSET for value in msgspec.structs.asdict(operation.body).values())


def _answer_of(failure: NumberwireError | None) -> Response:
    """The answer that an error was read from."""
    body = failure.body if isinstance(failure, APIStatusError) else b""
    return Response((failure and failure.status_code) or 0, (), body)
