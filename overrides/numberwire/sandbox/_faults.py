"""Failures on demand as values: which request fails, how often and how; nothing is sent here."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Literal, cast, get_args

import msgspec

from numberwire._response import Response
from numberwire.errors import InvalidRequestError
from numberwire.sandbox._replies import ErrorReply
from numberwire.sandbox._settings import check_count, check_seconds

Kind = Literal["status", "delay", "disconnect", "lose_answer", "truncate", "garbage"]
_GARBAGE = b'{"data": [\xff\xfe<garbage>'
_STATUSES = range(200, 600)
_NO_CONTENT = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
_LONGEST = 3600.0
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t -~\x80-\xff]*")
_PAIRS = "headers must be pairs of a name and a value, both text"
_FRAMING = ("content-length", "transfer-encoding")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_OF_STATUS = {"status": 500, "headers": (), "body": None, "effect": False}
"""What only a fault of the kind ``status`` has, and what it is by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failure that requests meet.

    Kinds: ``status`` answers with the given status; ``delay`` delays the answer; ``disconnect`` cuts the
    connection before the request has any effect; ``lose_answer`` lets it have its effect (a number is bought)
    and cuts the connection instead of answering; ``truncate`` sends half of the answer's body and cuts the
    connection; ``garbage`` sends a body that is neither JSON nor UTF-8. With all but ``status`` and
    ``disconnect`` the request has its effect.

    Attributes:
        kind: The kind, one of the above.
        operation: Only requests for the operation with this id meet it; None for any.
        method: Only requests with this HTTP method meet it; None for any.
        path: Only requests whose path matches this pattern with ``*`` meet it; None for any.
        times: How many requests meet it; None for all from now on.
        skip: How many matching requests are spared first.
        seconds: The delay of the answer, or of the cut; one of more than an hour is an hour.
        status: The status to answer with.
        headers: Headers to answer with, besides the content type; not the length, which is always true.
        body: The body to answer with; None for the API's own words for the status.
        effect: Whether the request takes effect anyway; for ``status`` only.

    Raises:
        InvalidRequestError: If no answer can be like that.
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
            raise InvalidRequestError(f"kind must be one of {', '.join(get_args(Kind))}")
        for name in ("operation", "method", "path"):
            if not isinstance(getattr(self, name), str | None):
                raise InvalidRequestError(f"{name} must be text, or None for any")
        if self.method is not None and self.method.upper() not in _METHODS:
            raise InvalidRequestError(f"method must be one of {', '.join(_METHODS)}, or None for any")
        if self.path is not None and not self.path.startswith(("/", "*", "?", "[")):
            raise InvalidRequestError("path must start with / or *: it is compared with the whole path")
        if self.times is not None:
            check_count("times", self.times, least=1)
        check_count("skip", self.skip)
        check_seconds("seconds", self.seconds)
        check_count("status", self.status, _STATUSES.start, _STATUSES.stop - 1)
        if self.body is not None:
            _check_body(self.body, self.status)
        _check_headers(self.headers)
        self._check_kind()

    def _check_kind(self) -> None:
        """Refuse what a fault of this kind would ignore, and a delay of nothing."""
        ignored = [name for name, default in _OF_STATUS.items() if getattr(self, name) != default]
        if self.kind != "status" and ignored:
            raise InvalidRequestError(f"only a fault of the kind status has {', '.join(ignored)}")
        if self.kind == "delay" and self.seconds == 0:
            raise InvalidRequestError("a delay needs seconds")

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

    def refusal(self) -> ErrorReply:
        """What a ``status`` without a body of its own says."""
        code = "rate_limit_exceeded" if self.status == 429 else "invalid_parameter"  # noqa: PLR2004
        return ErrorReply(self.status, code=code)


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

    def deliver(self) -> Response:
        """The response as it arrives.

        Raises:
            ConnectionResetError: If the connection is cut instead.
        """
        if self.response is None:
            raise ConnectionResetError("A fault of the sandbox cut the connection.")
        return msgspec.structs.replace(self.response, content=self.response.content[: self.sent])


@dataclass(slots=True)
class Faults:
    """The faults that wait for requests, in the order they were added; safe between threads.

    Attributes:
        operations: The ids of the operations that there are.
    """

    operations: tuple[str, ...]
    _waiting: list[Fault] = field(default_factory=list[Fault])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self) -> None:
        """Take a new lock, in a forked child: a thread of its parent may have held the old one."""
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Let requests meet a fault; of two that match, the one added first is met first.

        Raises:
            InvalidRequestError: If it is for an operation that there isn't: no request would ever meet it.
        """
        if fault.operation is not None and fault.operation not in self.operations:
            raise InvalidRequestError(
                f"no operation has the id {fault.operation!r}. {_meant_operation(fault.operation, self.operations)}"
            )
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let no request meet a fault any more."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> tuple[Fault, ...]:
        """The faults that are left, each with the times and skips it has left."""
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
                    self._count_meeting(place, fault)
                    return fault
        return None

    def _count_meeting(self, place: int, fault: Fault) -> None:
        """Note that a fault was met once."""
        if fault.times == 1:
            del self._waiting[place]
        elif fault.times is not None:
            self._waiting[place] = replace(fault, times=fault.times - 1)


def _meant_operation(name: str, operations: tuple[str, ...]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 only a mistake needs it

    near = get_close_matches(name, operations, 1)
    return f"Did you mean {near[0]}?" if near else f"Allowed: {', '.join(operations)}."


def apply_fault(fault: Fault, response: Response) -> Outcome:
    """What becomes of an answer that meets a fault.

    Args:
        fault: The fault.
        response: The answer without the fault; of a ``status`` fault, the fault's own.
    """
    seconds = min(fault.seconds, _LONGEST)
    if fault.kind in ("disconnect", "lose_answer"):
        return Outcome(None, seconds)
    if fault.kind == "truncate":
        return Outcome(response, seconds, sent=len(response.content) // 2)
    if fault.kind == "garbage":
        return Outcome(msgspec.structs.replace(response, content=_GARBAGE), seconds)
    return Outcome(response, seconds)


def status_response(fault: Fault, response: Response) -> Response:
    """The answer of a ``status`` fault: the API's own, unless the fault has another body or other headers."""
    names = {name.lower() for name, _ in fault.headers}
    headers = (*(pair for pair in response.headers if pair[0] not in names), *fault.headers)
    if fault.status in _NO_CONTENT:
        return Response(fault.status, headers)
    return Response(fault.status, headers, response.content if fault.body is None else fault.body.encode())


def _check_body(body: object, status: int) -> None:
    """Refuse a body that can't be sent.

    Raises:
        InvalidRequestError: If it can't.
    """
    if not isinstance(body, str) or any("\ud800" <= character <= "\udfff" for character in body):
        raise InvalidRequestError("body must be text that can be encoded in UTF-8")
    if status in _NO_CONTENT:
        raise InvalidRequestError(f"an answer with status {status} has no body")


def _check_headers(headers: object) -> None:
    """Refuse headers that can't be sent.

    Raises:
        InvalidRequestError: If one can't, or if it would contradict the length of the body.
    """
    if not isinstance(headers, tuple | list):
        raise InvalidRequestError(_PAIRS)
    for header in cast("tuple[object, ...]", headers):
        match header:
            case (str() as name, str() as value):
                _check_header(name, value)
            case _:
                raise InvalidRequestError(_PAIRS)


def _check_header(name: str, value: str) -> None:
    """Refuse a header that can't be sent; see `_check_headers`."""
    if not _HEADER_NAME.fullmatch(name):
        raise InvalidRequestError(f"headers: {name!a} is not the name of a header")
    if not _HEADER_VALUE.fullmatch(value):
        raise InvalidRequestError(
            f"headers: the value of {name} has a line break or a character that is not of Latin-1"
        )
    if name.lower() in _FRAMING:
        raise InvalidRequestError(f"headers: {name} can't be set: the sandbox sends the true length")
