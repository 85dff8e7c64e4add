"""Failures on demand as values: which request fails, how often and how; nothing is sent here."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Literal, get_args

import msgspec

from numberwire.sandbox.errors import Refusal
from numberwire.wire import Response

Kind = Literal["status", "delay", "disconnect", "lose_answer", "truncate", "garbage"]
_GARBAGE = b'{"data": [\xff\xfe<garbage>'
_STATUSES = range(200, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failure that requests meet.

    Kinds: ``status`` answers with a status of yours; ``delay`` lets the answer wait; ``disconnect`` cuts the
    connection before the request has any effect; ``lose_answer`` lets it have its effect (a number is bought)
    and cuts the connection instead of answering; ``truncate`` sends half of the answer's body and cuts the
    connection; ``garbage`` sends a body that is neither JSON nor UTF-8. With all but ``status`` and
    ``disconnect`` the request has its effect.

    Attributes:
        kind: The kind, one of the above.
        operation: The operation id it is meant for; None for any.
        method: The HTTP method it is meant for; None for any.
        path: A pattern with ``*`` for the path it is meant for; None for any.
        times: How many requests meet it; None for all from now on.
        skip: How many matching requests are spared first.
        seconds: How long the answer waits, or the cut.
        status: The status to answer with.
        headers: Headers to answer with, besides the content type.
        body: The body to answer with; None for the API's own words for the status.
        effect: Whether the request has its effect all the same; for ``status`` only.
    """

    kind: Kind
    operation: str | None = None
    method: str | None = None
    path: str | None = None
    times: int | None = 1
    skip: int = 0
    seconds: float = 0.0
    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    effect: bool = False

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}")
        if self.times is not None and self.times < 1:
            raise ValueError("times must be 1 or more, or None for all from now on")
        if self.skip < 0 or not 0 <= self.seconds < float("inf"):
            raise ValueError("skip and seconds must not be negative")
        if self.status not in _STATUSES:
            raise ValueError("status must be from 200 to 599")

    @property
    def has_effect(self) -> bool:
        """Whether the request is carried out."""
        return self.effect if self.kind == "status" else self.kind != "disconnect"

    def matches(self, method: str, path: str, operation: str | None) -> bool:
        """Whether a request is one this fault is meant for."""
        return (
            self.operation in (None, operation)
            and (self.method is None or self.method.upper() == method)
            and (self.path is None or fnmatchcase(path, self.path))
        )

    def refusal(self) -> Refusal:
        """What a ``status`` without a body of its own says."""
        return Refusal(self.status, code="rate_limit_exceeded" if self.status == 429 else "invalid_parameter")  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a request on its way back.

    Attributes:
        response: The answer; None if the connection is cut instead.
        seconds: How long that takes.
        sent: How many bytes of the body are sent before the connection is cut; None for all and no cut.
    """

    response: Response | None
    seconds: float = 0.0
    sent: int | None = None


@dataclass(slots=True)
class Faults:
    """The faults that wait for requests, in the order they were added; safe between threads."""

    _waiting: list[Fault] = field(default_factory=list[Fault])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Let requests meet a fault; of two that match, the one added first is met first."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let no request meet a fault any more."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> tuple[Fault, ...]:
        """The faults still to be met, with the times and skips that are left."""
        with self._lock:
            return tuple(self._waiting)

    def take(self, method: str, path: str, operation: str | None) -> Fault | None:
        """The fault this request meets, or None; it counts as met."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.matches(method, path, operation):
                    if fault.skip:
                        self._waiting[place] = replace(fault, skip=fault.skip - 1)
                        continue
                    self._count(place, fault)
                    return fault
        return None

    def _count(self, place: int, fault: Fault) -> None:
        """Note that a fault was met once."""
        if fault.times == 1:
            del self._waiting[place]
        elif fault.times is not None:
            self._waiting[place] = replace(fault, times=fault.times - 1)


def spoiled(fault: Fault, response: Response) -> Outcome:
    """What becomes of an answer that meets a fault.

    Args:
        fault: The fault.
        response: The answer it would have been; of a ``status`` fault, that answer.
    """
    if fault.kind in ("disconnect", "lose_answer"):
        return Outcome(None, fault.seconds)
    if fault.kind == "truncate":
        return Outcome(response, fault.seconds, sent=len(response.content) // 2)
    if fault.kind == "garbage":
        return Outcome(msgspec.structs.replace(response, content=_GARBAGE), fault.seconds)
    return Outcome(response, fault.seconds)
