"""Cases: releases. One whose answer is lost is asked about before it is repeated."""

from collections.abc import Iterator
from typing import Any

from numberwire.errors import (
    APIConnectionError,
    APIStatusError,
    FieldError,
    InternalServerError,
    NotFoundError,
    UnprocessableEntityError,
)
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import ID, SIGNALWIRE, number
from tests.numberwire.faults.case import Case, Right, Script, Wrong, wrong
from tests.numberwire.faults.turns import hangs_up, says


def released(client: Any) -> Any:
    """Release the number."""
    return client.phone_numbers.release(ID)


def case(name: str, script: Script, ends: Right | Wrong, asked: str) -> Case:
    """A case of a release."""
    return Case(f"release {name}", script, ends, asked, calls=(released,))


def releases() -> Iterator[Case]:
    """A release whose answer is lost is asked about: a number that is gone was released."""
    lost, there = hangs_up(), says(said(number()))
    done, gone = says(b"HTTP/1.1 204 No\r\n\r\n"), says(said({"error": "gone"}, 404))
    rows: dict[str, tuple[Script, str]] = {
        "at once": ((done,), "DELETE"),
        "with a body": ((says(said({})),), "DELETE"),
        "lost, and gone": ((lost, gone), "DELETE GET"),
        "lost, and there": ((lost, there, done), "DELETE GET DELETE"),
        "lost, asked in vain": ((lost, says(said({}, 401)), done), "DELETE GET DELETE"),
        "lost twice, and gone": ((lost, there, lost, gone), "DELETE GET DELETE GET"),
        "500, and gone": ((says(said({}, 500)), gone), "DELETE GET"),
        "408, and gone": ((says(said({}, 408)), gone), "DELETE GET"),
        "429": ((says(said({}, 429)), done), "DELETE DELETE"),
        "lost, there, then gone": ((lost, there, gone), "DELETE GET DELETE"),
    }
    for name, (script, asked) in rows.items():
        yield case(name, script, Right(None), asked)
    yield Case(
        "release beside a late answer",
        (says(said(number())), done),
        Right(None),
        "GET DELETE",
        calls=(SIGNALWIRE.call, released),
        connections=2,
    )
    recent = {"errors": [{"code": "purchased_too_recently", "detail": "wait"}]}
    told = wrong(UnprocessableEntityError, errors=(FieldError("purchased_too_recently", "wait"),))
    yield case("too soon", (says(said(recent, 422)),), told, "DELETE")
    yield case("of nothing", (gone,), wrong(NotFoundError, attempts=1), "DELETE")
    yield case("refused in a 200", (says(said({"error": "no"})),), wrong(APIStatusError), "DELETE")
    for name, (turn, error) in {
        "failed": (says(said({}, 500)), InternalServerError),
        "lost": (lost, APIConnectionError),
    }.items():
        ends = wrong(error, attempts=3, method="DELETE")
        yield case(f"always {name}", (turn, there) * 3, ends, "DELETE GET DELETE GET DELETE GET")


ROWS = (releases,)
