"""Cases: what can happen to a connection, and to an answer on its way."""

import gzip
from collections.abc import Iterator
from os import urandom

from numberwire.errors import APIConnectionError, APIResponseValidationError, APITimeoutError
from tests.numberwire.faults.answers import BREAK, answer, chunked, no_length, said
from tests.numberwire.faults.apis import Api
from tests.numberwire.faults.case import PATIENT, QUICK, Case, Right, wrong
from tests.numberwire.faults.peer import Turn
from tests.numberwire.faults.turns import drips, hangs_up, repeats, resets, says, stalls

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n"


def lost_connections(api: Api) -> Iterator[Case]:
    """A connection that is lost is made anew; the third loss is the caller's to know."""
    good = said(api.wrapped(api.record))
    right = Right(api.value(api.record))
    lost: dict[str, Turn] = {
        "reset at accept": resets("accept"),
        "reset at the first byte": resets("first byte"),
        "reset after the head": resets("head"),
        "reset after the request": resets(),
        "reset in the status line": resets(after=b"HTTP/1.1 2"),
        "reset in the headers": resets(after=_HEAD),
        "reset in the body": resets(after=_HEAD + BREAK + b'{"id"'),
        "closed at accept": hangs_up("accept"),
        "closed at the first byte": hangs_up("first byte"),
        "closed after the head": hangs_up("head"),
        "closed after the request": hangs_up(),
        "closed in the status line": hangs_up(after=b"HTTP/1.1 2"),
        "closed in the headers": hangs_up(after=_HEAD),
        "closed in the body": hangs_up(after=_HEAD + BREAK + b'{"id"'),
        "closed one byte early": hangs_up(after=good[:-1]),
        "length one too long": hangs_up(
            after=answer(200, good.partition(b"\r\n\r\n")[2], length=len(good) + 1)
        ),
        "chunks cut": hangs_up(after=chunked(good.partition(b"\r\n\r\n")[2], cut=20)),
        "chunks without their end": hangs_up(after=chunked(good.partition(b"\r\n\r\n")[2], cut=5)),
        "chunk of no size": hangs_up(after=chunked(b"").replace(b"0\r\n", b"zz\r\n")),
        "garbage for a status line": hangs_up(after=b"\x00\xffnoise\r\n\r\n"),
        "another protocol": hangs_up(after=b"SSH-2.0-OpenSSH_9.9\r\n"),
        "status of two digits": hangs_up(after=b"HTTP/1.1 20 OK\r\n\r\n"),
        "header without a colon": hangs_up(after=b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
        "header of 200 kB": hangs_up(after=answer(200, b"{}", "X-Long: " + "x" * 200_000)),
        "headers without end": hangs_up(after=_HEAD + b"X-More: 1\r\n" * 20_000),
        "another protocol's switch": hangs_up(
            after=b"HTTP/1.1 101 Up\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
        ),
        "two lengths": hangs_up(after=answer(200, b"{}", "Content-Length: 7")),
        "negative length": hangs_up(after=answer(200, b"{}", length=-2)),
    }
    for name, turn in lost.items():
        yield Case(f"{name}, once", (turn, says(good)), right, rf"({api.method} ?)+")
        ends = wrong(APIConnectionError, attempts=3, status_code=None, method=api.method, path=api.target)
        yield Case(f"{name}, for ever", (turn,), ends, rf"({api.method} ?)*")


def refused_connections(api: Api) -> Iterator[Case]:
    """A connection that is refused is tried again."""
    good = said(api.wrapped(api.record))
    yield Case("refused, then not", (says(good),), Right(api.value(api.record)), api.method, refuses=True)


def endless(api: Api) -> Iterator[Case]:
    """What never ends is ended by the deadline."""
    good = said(api.wrapped(api.record))
    head, _, body = good.partition(b"\r\n\r\n")
    never: dict[str, Turn] = {
        "stall before the status line": stalls(),
        "stall in the status line": stalls(b"HTTP/1.1 20"),
        "stall in the headers": stalls(_HEAD),
        "stall before the body": stalls(head + BREAK + BREAK),
        "stall in the body": stalls(good[:-3]),
        "stall in a chunk": stalls(chunked(body, cut=30)),
        "stall before the request is read": stalls(at="first byte"),
        "stall at accept": stalls(at="accept"),
        "drip of a status line": drips(b"HTTP/1.1 200 " + b"x" * 4000),
        "drip of headers": drips(b"X-Drip: " + b"x" * 4000, after=_HEAD),
        "drip of a body": drips(b" " * 4000, after=answer(200, b"", length=4000)),
        "drip of chunks": repeats(b"1\r\n \r\n", after=chunked(b"", cut=5)),
        "drip without a length": drips(b" " * 4000, after=no_length(b"")),
        "drip of gzip": drips(
            gzip.compress(urandom(4000)), after=answer(200, b"", coding="gzip", length=5000)
        ),
        "endless 100": repeats(b"HTTP/1.1 100 Continue\r\n\r\n"),
        "endless 103": repeats(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        "endless headers": repeats(b"X-More: 1\r\n", after=_HEAD),
        "endless blank chunks extensions": repeats(b"1;a=b\r\n \r\n", after=chunked(b"", cut=5)),
    }
    for name, turn in never.items():
        ends = wrong(
            APITimeoutError, attempts=lambda tries: tries in (1, 2, 3), method=api.method, path=api.target
        )
        yield Case(name, (turn,), ends, rf"({api.method} ?)*", options=QUICK, least=0.3)
    once = PATIENT | {"timeout": 0.25}
    for name in ("stall before the status line", "drip of a body", "endless 100"):
        yield Case(
            f"{name}, once",
            (never[name], says(good)),
            Right(api.value(api.record)),
            rf"{api.method} {api.method}",
            options=once,
        )


def ways_to_say_it(api: Api) -> Iterator[Case]:
    """A right answer is read, however it comes over the wire."""
    right = Right(api.value(api.record))
    good = said(api.wrapped(api.record))
    body = good.partition(b"\r\n\r\n")[2]
    ways: dict[str, Turn] = {
        "at once": says(good),
        "byte by byte": drips(good, every=0),
        "slowly, but in time": drips(good[-40:], every=0.005, after=good[:-40]),
        "in chunks": says(chunked(body)),
        "in chunks of a byte": says(chunked(body, 1)),
        "with a trailer": says(chunked(body)[:-2] + b"X-Sum: 1\r\n\r\n"),
        "until the connection ends": says(no_length(body), then=lambda peer: peer.hang_up()),
        "in HTTP/1.0": says(answer(200, body, version="1.0"), then=lambda peer: peer.hang_up()),
        "in HTTP/1.0 kept alive": says(answer(200, body, "Connection: keep-alive", version="1.0")),
        "after 100": says(b"HTTP/1.1 100 Continue\r\n\r\n" * 3, good, apart=0.01),
        "after 103": says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", good),
        "before the request was read": says(good, at="first byte", then=lambda peer: peer.outlast()),
        "with headers of 60 kB": says(answer(200, body, *(f"X-{i}: {'x' * 1000}" for i in range(60)))),
        "with a header of 90 kB": says(answer(200, body, "X-Long: " + "x" * 90_000)),
        "with headers in small letters": says(good.replace(b"Content-Length", b"content-length")),
        "with a reason that is no ASCII": says(good.replace(b"200 Said", "200 d\u2019accord".encode())),
        "without a reason": says(good.replace(b"200 Said", b"200")),
        "with a status of 201": says(said(api.wrapped(api.record), 201)),
        "called text": says(good.replace(b"application/json", b"text/plain")),
    }
    for name, turn in ways.items():
        yield Case(f"said {name}", (turn,), right, api.method)
    ends = wrong(APIResponseValidationError, status_code=204, attempts=1)
    yield Case("nothing where a record is due", (says(b"HTTP/1.1 204 No\r\n\r\n"),), ends, api.method)
