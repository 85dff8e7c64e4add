"""Cases: what one answer may leave behind for the next call."""

from collections.abc import Iterator

from numberwire.errors import NotFoundError
from tests.numberwire.faults.answers import answer, chunked, said, text
from tests.numberwire.faults.apis import Api
from tests.numberwire.faults.case import Case, Right
from tests.numberwire.faults.peer import Turn
from tests.numberwire.faults.turns import CLOSED, RESET, hangs_up, resets, says


def reuse(api: Api) -> Iterator[Case]:
    """The second of two calls on one client is answered by its own answer alone."""
    body = text(api.wrapped(api.record))
    one, two = answer(200, body), said(api.wrapped({**api.record, api.text: "Second"}))
    intruder = said(api.wrapped({**api.record, api.text: "Intruder"}))
    closing = answer(200, body, "Connection: close")
    ways: dict[str, tuple[Turn, int]] = {
        "kept and used again": (says(one), 1),
        "kept after chunks": (says(chunked(body)), 1),
        "a cookie": (says(answer(200, body, "Set-Cookie: session=1; Path=/", "Set-Cookie: other=2")), 1),
        "a second answer in the same segment": (says(one + intruder), 2),
        "a second answer a moment later": (says(one, intruder, apart=0.05), 2),
        "half a second answer": (says(one + intruder[:30]), 2),
        "half a second answer a moment later": (says(one, intruder[:30], apart=0.05), 2),
        "a second answer after chunks": (says(chunked(body) + intruder), 2),
        "a line left over": (says(one + b"\r\n"), 2),
        "a byte left over": (says(one + b"x"), 2),
        "an answer longer than its length": (says(answer(200, body + b" {}", length=len(body))), 2),
        "closed while idle": (says(one, then=CLOSED), 2),
        "reset while idle": (says(one, then=RESET), 2),
        "closed as was said": (says(closing, then=CLOSED), 2),
        "not closed as was said": (says(closing), 2),
        "HTTP/1.0": (says(answer(200, body, version="1.0")), 2),
    }
    right, twice = Right(api.value({**api.record, api.text: "Second"})), (api.call, api.call)
    asked = f"{api.method} {api.method}"
    for name, (turn, connections) in ways.items():
        yield Case(
            f"left behind: {name}", (turn, says(two)), right, asked, calls=twice, connections=connections
        )
    for name, turn in {"reset": resets("first byte"), "closed": hangs_up("first byte")}.items():
        script = (says(one), turn, says(two))
        yield Case(f"kept, then {name}", script, right, f"{asked} {api.method}", calls=twice, connections=2)
    script = (says(said({"error": "x"}, 404)), says(two))
    yield Case(
        "an error, then an answer", script, right, asked, calls=twice, connections=1, before=NotFoundError
    )
