"""A call as a conversation, without the network: yields what to send and how long to wait, is told what came.

Retries, deadlines, the shared budget and the settling of unknown outcomes are written once, here; a client
drives `exchange` with a few lines of its own, one sync and one async.
"""

from collections.abc import Callable, Generator
from typing import Any, cast

import msgspec

from numberwire.answer import read_answer
from numberwire.definition import Definition
from numberwire.errors import APIStatusError, InvalidRequestError, NotFoundError, NumberwireError
from numberwire.failure import Failure, connection_error, told
from numberwire.log import logger
from numberwire.options import Options
from numberwire.retry import Budget, Settled, Settling, Unknown, backoff
from numberwire.steps import Answered, Attempt, Lost, Outcome, Pause, Steps
from numberwire.wire import Response
from numberwire_api import Operation, Request

__all__ = ["Exchange"]


class Exchange(msgspec.Struct, frozen=True):
    """What the calls of one client share.

    Attributes:
        definition: The API's habits.
        options: How to send.
        budget: The retries left.
        monotonic: A clock for durations.
        now: The time, as seconds since the epoch.
        base_url: Where the API is.
        redact: Masks the client's secrets in a content that an error will carry.
    """

    definition: Definition
    options: Options
    budget: Budget
    monotonic: Callable[[], float]
    now: Callable[[], float]
    base_url: str
    redact: Callable[[bytes], bytes]

    def steps(self, operation: Operation[Any]) -> Steps:
        """The steps of a call, its checks first.

        Raises:
            NumberwireError: As it went; see `numberwire.errors`.
        """
        self.definition.refuse(operation, self.options.checks)
        return _Call(self, operation, self.monotonic() + self.options.deadline).steps()


class _Call:
    """One call under way."""

    def __init__(
        self, exchange: Exchange, operation: Operation[Any], deadline: float, *, fresh: bool = False
    ) -> None:
        self.exchange = exchange
        self.operation = operation
        self.deadline = deadline
        self.fresh = fresh
        self.policy = exchange.definition.policy(operation)
        self.request = build(operation)
        self.since = exchange.now()
        self.attempts = 0
        self.paid = 0
        self.disconnected = False
        self.doubtful = False
        self.pending: Attempt | None = None  # the attempt that may have happened, until that is known

    def steps(self) -> Steps:
        """The steps; whatever ends them while the call may have happened leaves a warning, if it costs something."""
        try:
            return (yield from self._steps())
        except BaseException:
            if self.pending is not None and self.pending.sent and self.policy.costly:
                text = "%s was given up after it was sent (%s): it may have happened all the same."
                logger().warning(text, self.operation.id, self.operation.body)
            raise

    def _steps(self) -> Steps:
        while True:
            attempt = self.pending = self._attempt()
            # The outcome stands in no local of this frame: an error passes through it.
            result = self._read((yield attempt), attempt)
            if isinstance(result, Answered):
                self.exchange.budget.give_back(self.paid)
                return result
            if result.uncertain:
                self.doubtful = True
                settled = yield from self._settled(result.error, attempt)
                if settled is not None:
                    return settled
            self.pending = None
            wait = self._wait(result)
            if wait is None:
                raise result.error
            yield Pause(wait, result.error, attempt)

    def _attempt(self) -> Attempt:
        now = self.exchange.monotonic()
        self.attempts += 1
        expires = min(self.deadline, now + self.exchange.options.timeout)
        return Attempt(self.request, expires, self.fresh or self.policy.fresh, self.attempts)

    def _read(self, outcome: Outcome | None, attempt: Attempt) -> Answered | Failure:
        assert outcome is not None  # noqa: S101 a driver answers every attempt
        try:
            if isinstance(outcome, Lost):
                raise connection_error(outcome)
            envelope = read_answer(self.exchange.definition, self.operation, outcome)
            return Answered(self.exchange.definition.unwrap(envelope), outcome, envelope)
        except NumberwireError as error:
            if self.doubtful and self.policy.gone_is_done and isinstance(error, NotFoundError):
                return Answered(None, cast("Response", outcome))
            return told(error, attempt, outcome, self.exchange.redact, self.exchange.now())

    def _settled(
        self, error: NumberwireError, attempt: Attempt
    ) -> Generator[Attempt | Pause, Outcome | None, Answered | None]:
        """Find out what became of a call whose outcome is unknown; None where it may be sent again."""
        if self.policy.settle is None:
            return None
        settling = self.policy.settle(self.operation, Unknown(self.since, error, self.exchange.base_url))
        try:
            return (yield from self._asked(settling, error, attempt))
        except NumberwireError:
            self.pending = None  # the error says what is known
            raise

    def _asked(
        self, settling: Settling, error: NumberwireError, attempt: Attempt
    ) -> Generator[Attempt | Pause, Outcome | None, Answered | None]:
        answered: Answered | None = None
        failure: NumberwireError | None = None
        while True:
            try:
                question = settling.throw(failure) if failure else settling.send(answered and answered.value)
            except StopIteration as end:
                settled: Settled | None = end.value
                by = answered.response if answered else _told_by(failure)
                return Answered(settled.value, by, settled.value) if settled else None
            answered, failure = None, None
            if isinstance(question, int | float):
                left = max(self.deadline - self.exchange.monotonic(), 0.0)
                yield Pause(min(question, left), error, attempt, retries=False)
                continue
            asking = _Call(self.exchange, question, self.deadline, fresh=self.policy.fresh)
            try:
                answered = yield from asking.steps()
            except NumberwireError as unanswered:
                failure = unanswered

    def _wait(self, failure: Failure) -> float | None:
        """Seconds to wait before the next attempt; None where there must be none."""
        may = self.policy.uncertain if failure.uncertain else self.policy.limited or not failure.limited
        if not (failure.repeatable and may) or self.attempts > self.exchange.options.max_retries:
            return None
        error = failure.error
        wait = max(backoff(self.attempts - 1), error.retry_after or 0.0)
        if wait >= self.deadline - self.exchange.monotonic():
            if error.retry_after is not None:
                asks = f"it asks to wait {error.retry_after:g} s, and the call's deadline leaves less"
                error.args = (f"{error}; {asks}",)
            return None
        return wait if self._paid(failure) else None

    def _paid(self, failure: Failure) -> bool:
        """Take the retry from the budget; the first lost connection of a call costs nothing.

        A kept connection that the server closed meanwhile is lost in the normal course of things.
        """
        if failure.disconnected and not self.disconnected:
            self.disconnected = True
            return True
        if not self.exchange.budget.take():
            return False
        self.paid += 1
        return True


def build(operation: Operation[Any]) -> Request:
    """The request of an operation.

    Raises:
        InvalidRequestError: A value can't stand in a request.
    """
    try:
        return operation.request()
    except (ValueError, TypeError) as error:
        why = str(error)
    raise InvalidRequestError(f"{operation.id}: {why}")


def _told_by(failure: NumberwireError | None) -> Response:
    """The answer that an error was read from."""
    body = failure.body if isinstance(failure, APIStatusError) else b""
    return Response((failure and failure.status_code) or 0, (), body)
