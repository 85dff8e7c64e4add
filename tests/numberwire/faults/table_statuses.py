"""Cases: every status, every way to ask for patience, every redirect."""

import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

from numberwire.errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from tests.numberwire.faults.answers import BOMB, answer, deep, said
from tests.numberwire.faults.apis import Api
from tests.numberwire.faults.case import PATIENT, Case, Right, wrong
from tests.numberwire.faults.turns import says

FINAL: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: APIStatusError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: APIStatusError,
    406: APIStatusError,
    409: APIStatusError,
    410: APIStatusError,
    413: APIStatusError,
    415: APIStatusError,
    418: APIStatusError,
    421: APIStatusError,
    422: UnprocessableEntityError,
    451: APIStatusError,
    499: APIStatusError,
}
REPEATED: dict[int, type[APIStatusError]] = {
    408: APIStatusError,
    429: RateLimitError,
    **dict.fromkeys((500, 501, 502, 503, 504, 505, 507, 520, 524, 599), InternalServerError),
}
REDIRECTS = (300, 301, 302, 303, 305, 307, 308)


def statuses(api: Api) -> Iterator[Case]:
    """Each status is its own error; those that may pass are tried three times."""
    refusal, words = api.refusal("not today"), api.told("not today")
    for status, error in (FINAL | REPEATED).items():
        tries = 3 if status in REPEATED else 1
        ends = wrong(
            error,
            "not today",
            status_code=status,
            errors=words,
            attempts=tries,
            request_id="r-1",
            method=api.method,
            path=api.target,
        )
        script = (says(said(refusal, status, "X-Request-Id: r-1")),)
        yield Case(f"status {status}", script, ends, " ".join([api.method] * tries))
    for status in REPEATED:
        for times in (1, 2):
            script = (*[says(said(refusal, status))] * times, says(said(api.wrapped(api.record))))
            asked = " ".join([api.method] * (times + 1))
            yield Case(f"status {status}, {times} times", script, Right(api.value(api.record)), asked)


def error_bodies(api: Api) -> Iterator[Case]:
    """An error is told by its status, whatever its content; what can be read of it is kept."""
    contents = {
        "HTML": b"<html>no</html>",
        "nothing": b"",
        "invalid JSON": b'{"error": ',
        "invalid UTF-8": b'{"error": "\xff"}',
        "deep JSON": deep(100_000),
        "deep in error": b'{"error": ' + deep(100_000) + b"}",
        "a list": b'["no"]',
        "null": b"null",
        "a number for words": b'{"error": 5}',
        "nothing known": b'{"error": {"reason": {}}, "errors": [null, [], {"message": 7}]}',
    }
    answers = {name: (content, answer(422, content)) for name, content in contents.items()}
    answers["a gzip bomb"] = (b"", answer(422, BOMB, coding="gzip"))
    for name, (body, data) in answers.items():
        ends = wrong(UnprocessableEntityError, status_code=422, errors=(), attempts=1, body=body)
        yield Case(f"error of {name}", (says(data),), ends, api.method)
        last = wrong(InternalServerError, status_code=502, errors=(), attempts=3)
        asked = " ".join([api.method] * 3)
        yield Case(f"502 of {name}", (says(data.replace(b" 422 ", b" 502 ", 1)),), last, asked)


def patience(api: Api) -> Iterator[Case]:
    """Retry-After is heeded where it means something, and tells the caller where it asks for too much."""
    right = Right(api.value(api.record))

    def case(name: str, value: str | float, *more: str, status: int = 429, **known: Any) -> Case:
        script = (says(_busy(status, value, *more)), says(said(api.wrapped(api.record))))
        return Case(f"retry after {name}", script, right, f"{api.method} {api.method}", **known)

    ignored = (
        "-1",
        "-0.5",
        "nan",
        "inf",
        "-inf",
        "1e3",
        "soon",
        "",
        "0x10",
        "\u00b2",
        "1,5",
        "9" * 400,
        "Tue, 99 Nov 2023 22:13:50 GMT",
    )
    for value in ignored:
        yield case(f"ignored: {value[:20]!r}", value, within=2.5)
    yield case("ignored: a date gone by", -3600.0, within=2.5)
    yield case("none", "0", within=2.5)
    yield case("heeded: a part of a second", "0.35", least=0.35)
    yield case("heeded: blanks around", " 0.35 ", least=0.35)
    yield case("heeded: the first of two", "0.35", "Retry-After: 9", least=0.35)
    yield case("heeded: with 503", "0.35", status=503, least=0.35)
    yield case("heeded: a date", 1.5, least=0.45, within=4)
    yield from _too_long(api)


def _too_long(api: Api) -> Iterator[Case]:
    long = {"60": 60.0, "99999999": 99999999.0, 3600.0: lambda left: 3000 < left < 3601}
    for value, asks in long.items():
        for status, error in ((429, RateLimitError), (503, InternalServerError)):
            ends = wrong(error, "it asks to wait", status_code=status, attempts=1, retry_after=asks)
            script = (says(_busy(status, value)),)
            yield Case(f"retry after {value} with {status}", script, ends, api.method, within=2)
    told = wrong(RateLimitError, attempts=1, retry_after=0.3)
    script = (says(said({"error": "x"}, 429, "Retry-After: 0.3")),)
    yield Case("retry after, no retries left", script, told, api.method, options=PATIENT | {"max_retries": 0})


def _busy(status: int, value: str | float, *more: str) -> Callable[[], bytes]:
    """An answer that asks to wait: as it says, or until a date so many seconds from now."""

    def made() -> bytes:
        after = value if isinstance(value, str) else formatdate(time.time() + value, usegmt=True)
        return said({"error": "x"}, status, f"Retry-After: {after}", *more)

    return made


def redirects(api: Api) -> Iterator[Case]:
    """No redirect is followed, wherever it leads."""
    for status in REDIRECTS:
        for name, place in {
            "another host": "http://{other}{target}",
            "here": "{target}",
            "https": "https://{here}{target}",
            "no URL": "\\\\evil",
        }.items():

            def script(here: str, other: str, status: int = status, place: str = place) -> Any:
                where = place.format(here=here, other=other, target=api.target)
                return (says(answer(status, b"", f"Location: {where}")),)

            ends = wrong(
                APIStatusError, "redirect", status_code=status, attempts=1, method=api.method, path=api.target
            )
            yield Case(f"redirect {status} to {name}", script, ends, api.method)
    yield Case(
        "304", (says(b"HTTP/1.1 304 Same\r\n\r\n"),), wrong(APIStatusError, status_code=304), api.method
    )
