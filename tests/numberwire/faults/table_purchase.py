"""Cases: purchases. However they end, the number is bought once at most, and nothing is said that is not known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from numberwire.errors import (
    APIStatusError,
    InvalidRequestError,
    PurchaseOutcomeUnknownError,
    RateLimitError,
)
from tests.numberwire.faults.answers import BOMB, answer, chunked, said, text
from tests.numberwire.faults.apis import ID, NUMBER, number, phone_number
from tests.numberwire.faults.case import Case, Right, Wrong, wrong
from tests.numberwire.faults.peer import Turn
from tests.numberwire.faults.table_statuses import FINAL, REDIRECTS
from tests.numberwire.faults.turns import CLOSED, drips, hangs_up, repeats, resets, says, stalls

SHORT = {"timeout": 0.25, "deadline": 6.0}


def bought(client: Any, wanted: Any = NUMBER) -> Any:
    """Buy a number."""
    return client.phone_numbers.purchase(wanted)


def owned(*records: dict[str, Any], after: str | None = None) -> bytes:
    """A page of the project's numbers."""
    return said({"links": {"next": after} if after else {}, "data": list(records)})


class Bought:
    """A number as the server lists it, its time of purchase told from now."""

    def __init__(self, seconds: float = 0.0, zone: bool = True, **fields: Any) -> None:  # noqa: FBT001, FBT002 a row of a table
        """Keep how long ago it was bought, or will have been."""
        self._seconds, self._zone, self._fields = seconds, zone, fields

    def __call__(self) -> bytes:
        """A page with this number."""
        created = datetime.now(UTC) + timedelta(seconds=self._seconds)
        shown = created.isoformat() if self._zone else created.replace(tzinfo=None).isoformat()
        return owned(number(**{"created_at": shown, **self._fields}))


class Listed:
    """Equals a phone number that was listed with a time of purchase near to now."""

    def __eq__(self, other: object) -> bool:
        """Whether it is the number bought."""
        return getattr(other, "number", None) == NUMBER and getattr(other, "id", None) == ID

    __hash__ = None  # type: ignore[assignment]


def case(name: str, script: Any, ends: Right | Wrong, asked: str, **more: Any) -> Case:
    """A case of a purchase."""
    return Case(f"purchase, {name}", script, ends, asked, **{"calls": (bought,), **more})


def refused() -> Iterator[Case]:
    """A purchase that the API refuses did not happen, and is not repeated."""
    for status, error in FINAL.items():
        ends = wrong(error, status_code=status, attempts=1, method="POST")
        yield case(str(status), (says(said({"error": "no"}, status)),), ends, "POST")
    for status in sorted({*REDIRECTS} - {303}):
        ends = wrong(APIStatusError, "redirect", status_code=status, attempts=1)

        def script(_: str, other: str, status: int = status) -> tuple[Turn, ...]:
            return (says(answer(status, b"", f"Location: http://{other}/buy")),)

        yield case(f"redirect {status}", script, ends, "POST")
    ends = wrong(APIStatusError, "not today", status_code=200, attempts=1)
    yield case("error in a 200", (says(said({"error": "not today"})),), ends, "POST")
    for bad in ("", "2065550123", "+1 206 555 0123 x4", "+0123456789", "+1206555012x", 12065550123, None):
        more = {"calls": (partial(bought, wanted=bad),), "connections": 0}
        yield case(f"number {bad!r}", (says(b""),), wrong(InvalidRequestError, attempts=0), "", **more)


def unsent() -> Iterator[Case]:
    """A purchase that was not carried out, and is known not to be, is sent again."""
    good, limited = says(said(number())), says(said({"error": "x"}, 429))
    right = Right(phone_number(number()))
    yield case("at once", (good,), right, "POST")
    yield case("429", (limited, good), right, "POST POST")
    yield case("429 for ever", (limited,), wrong(RateLimitError, attempts=3), "POST POST POST")
    yield case("refused connection", (good,), right, "POST", refuses=True)


def unknown() -> Iterator[Case]:
    """A purchase that may have happened is looked up, never sent again."""
    body = text(number())
    lost: dict[str, Turn] = {
        "reset at the first byte": resets("first byte"),
        "reset after the head": resets("head"),
        "reset after the request": resets(),
        "closed after the request": hangs_up(),
        "reset in the status line": resets(after=b"HTTP/1.1 2"),
        "reset in the body": resets(after=answer(200, body)[:-5]),
        "cut in the body": hangs_up(after=answer(200, body)[:-5]),
        "cut in a chunk": hangs_up(after=chunked(body, cut=9)),
        "garbage": hangs_up(after=b"garbage\r\n\r\n"),
        "HTML": says(answer(200, b"<p>done</p>")),
        "nothing": says(answer(200, b"")),
        "204": says(b"HTTP/1.1 204 No\r\n\r\n"),
        "invalid JSON": says(answer(200, body[:-2])),
        "invalid UTF-8": says(answer(200, body[:-1] + b',"x":"\xff"}')),
        "a key twice": says(answer(200, b'{"id":"x",' + body[1:])),
        "no id": says(said({"number": NUMBER})),
        "another number": says(said(number(number="+12065550199"))),
        "a gzip bomb": says(answer(200, BOMB, coding="gzip")),
        **{str(status): says(said({"error": "x"}, status)) for status in (408, 500, 502, 503, 504, 599)},
        "503 with patience": says(said({"error": "x"}, 503, "Retry-After: 60")),
        "another protocol": says(
            b"HTTP/1.1 101 Up\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", then=CLOSED
        ),
        "303": says(answer(303, b"", "Location: /done")),
        "500 in HTML": says(answer(500, b"<p>oops</p>")),
    }
    unknown_number = wrong(PurchaseOutcomeUnknownError, NUMBER, number=NUMBER, method="POST", attempts=1)
    for name, turn in lost.items():
        yield case(f"{name}, found", (turn, says(Bought())), Right(Listed()), "POST GET")
        yield case(f"{name}, not found", (turn, says(owned())), unknown_number, "POST( GET)+")
    slow = {
        "stall": stalls(),
        "drip": drips(body, after=answer(200, b"", length=4000)),
        "endless 100": repeats(b"HTTP/1.1 100 Go\r\n\r\n"),
    }
    for name, turn in slow.items():
        yield case(f"{name}, found", (turn, says(Bought())), Right(Listed()), "POST GET", options=SHORT)


ROWS = (refused, unsent, unknown)
