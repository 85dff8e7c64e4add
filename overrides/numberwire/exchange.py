"""A call as a conversation, without the network: yields what to send and how long to wait, is told what came.

Retries, deadlines, the shared budget and the settling of unknown outcomes are written once, here; a client
drives `exchange` with a few lines of its own, one sync and one async.
"""

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from numberwire.answer import read_answer
from numberwire.definition import Definition
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InvalidRequestError,
    NumberwireError,
)
from numberwire.options import Options
from numberwire.retry import Budget, Policy, Settled, Unknown, backoff, retry_after
from numberwire.steps import Answered, Attempt, Lost, Outcome, Pause, Steps
from numberwire.wire import Response
from numberwire_api import Operation, Request

__all__ = ["Exchange"]

logger = logging.getLogger("numberwire")

_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Exchange:
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


@dataclass(slots=True)
class _Call:
    """One call under way."""

    exchange: Exchange
    operation: Operation[Any]
    deadline: float
    fresh: bool = False
    attempts: int = 0
    paid: int = 0
    lost: bool = False
    since: float = 0.0
    request: Request = field(init=False)
    policy: Policy = field(init=False)

    def __post_init__(self) -> None:
        self.policy = self.exchange.definition.policy(self.operation)
        self.request = build(self.operation)
        self.since = self.exchange.now()

    def steps(self) -> Steps:
        while True:
            attempt = self._attempt()
            outcome = yield from self._sent(attempt)
            try:
                answered = self._answered(outcome)
            except NumberwireError as failure:
                error = self._told(failure)
            else:
                self.exchange.budget.give_back(self.paid)
                return answered
            uncertain = _is_uncertain(error, outcome, attempt)
            if uncertain and self.policy.settle is not None:
                settled = yield from self._settled(error, attempt)
                if settled is not None:
                    return settled
            pause = self._pause(error, outcome, uncertain=uncertain)
            if pause is None:
                raise error
            yield Pause(pause, error, attempt)

    def _attempt(self) -> Attempt:
        now = self.exchange.monotonic()
        self.attempts += 1
        expires = min(self.deadline, now + self.exchange.options.timeout)
        return Attempt(self.request, expires, self.fresh or self.policy.fresh, self.attempts)

    def _sent(self, attempt: Attempt) -> Generator[Attempt | Pause, Outcome | None, Outcome]:
        try:
            outcome = yield attempt
        except BaseException:
            if attempt.sent and self.policy.costly:
                logger.warning(
                    "%s was given up after it was sent (%s): it may have happened all the same.",
                    self.operation.id,
                    self.operation.body,
                )
            raise
        assert outcome is not None  # noqa: S101 a driver answers every attempt
        return outcome

    def _answered(self, outcome: Outcome) -> Answered:
        if isinstance(outcome, Lost):
            kind = APITimeoutError if outcome.timed_out else APIConnectionError
            raise kind(f"no answer came: {outcome.reason}")
        envelope = read_answer(self.exchange.definition, self.operation, outcome)
        return Answered(self.exchange.definition.unwrap(envelope), outcome, envelope)

    def _told(self, failure: NumberwireError) -> NumberwireError:
        """Complete an error by what is known of the call, and free it of secrets and of tracebacks."""
        failure.method = self.request.method
        failure.path = self.request.target.partition("?")[0]
        failure.attempts = self.attempts
        tries = f" ({self.attempts} attempts)" if self.attempts > 1 else ""
        text = f"{failure.method} {failure.path}: {failure}{tries}"
        failure.args = (
            self.exchange.redact(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace"),
        )
        if isinstance(failure, APIStatusError | APIResponseValidationError):
            failure.body = self.exchange.redact(failure.body)
        return failure.with_traceback(None)

    def _settled(
        self, error: NumberwireError, attempt: Attempt
    ) -> Generator[Attempt | Pause, Outcome | None, Answered | None]:
        assert self.policy.settle is not None  # noqa: S101 the caller asked
        settling = self.policy.settle(self.operation, Unknown(self.since, error, self.exchange.base_url))
        answered: Answered | None = None
        failure: NumberwireError | None = None
        while True:
            try:
                question = settling.throw(failure) if failure else settling.send(answered and answered.value)
            except StopIteration as end:
                settled: Settled | None = end.value
                by = answered.response if answered else _told_by(failure)
                return Answered(settled.value, by) if settled else None
            answered, failure = None, None
            if isinstance(question, int | float):
                left = max(self.deadline - self.exchange.monotonic(), 0.0)
                yield Pause(min(question, left), error, attempt)
                continue
            asking = _Call(self.exchange, question, self.deadline, fresh=self.policy.fresh)
            try:
                answered = yield from asking.steps()
            except NumberwireError as unanswered:
                failure = unanswered

    def _pause(self, error: NumberwireError, outcome: Outcome, *, uncertain: bool) -> float | None:
        """Seconds to wait before the next attempt; None where there must be none."""
        if not (_is_repeatable(error, outcome) and self._may_repeat(error, uncertain=uncertain)):
            return None
        if self.attempts > self.exchange.options.max_retries:
            return None
        wait = backoff(self.attempts - 1)
        if isinstance(outcome, Response):
            error.retry_after = retry_after(outcome.header("retry-after"), self.exchange.now())
            wait = max(wait, error.retry_after or 0.0)
        left = self.deadline - self.exchange.monotonic()
        if wait >= left:
            if error.retry_after is not None:
                error.args = (
                    f"{error}; it asks to wait {error.retry_after:g} s, and the call's deadline leaves less",
                )
            return None
        return wait if self._paid(outcome) else None

    def _may_repeat(self, error: NumberwireError, *, uncertain: bool) -> bool:
        if uncertain:
            return self.policy.uncertain
        return self.policy.limited or error.status_code != _TOO_MANY_REQUESTS

    def _paid(self, outcome: Outcome) -> bool:
        """Take the retry from the budget; the first lost connection of a call costs nothing.

        A kept connection that the server closed meanwhile is lost in the normal course of things.
        """
        if isinstance(outcome, Lost) and not outcome.timed_out and not self.lost:
            self.lost = True
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


def _is_repeatable(error: NumberwireError, outcome: Outcome) -> bool:
    if isinstance(outcome, Lost):
        return True
    status = error.status_code if isinstance(error, APIStatusError) else None
    return status in {_REQUEST_TIMEOUT, _TOO_MANY_REQUESTS} or (status or 0) >= _SERVER_ERRORS


def _is_uncertain(error: NumberwireError, outcome: Outcome, attempt: Attempt) -> bool:
    """Whether the server may have done what was asked, although no answer says so."""
    if isinstance(outcome, Lost):
        return attempt.sent
    if isinstance(error, APIResponseValidationError):
        return True
    return outcome.status == _REQUEST_TIMEOUT or outcome.status >= _SERVER_ERRORS


def _told_by(failure: NumberwireError | None) -> Response:
    """The answer that an error was read from."""
    body = failure.body if isinstance(failure, APIStatusError) else b""
    return Response((failure and failure.status_code) or 0, (), body)
