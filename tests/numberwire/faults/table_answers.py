"""Cases: what an answer's content may be."""

import gzip
from collections.abc import Iterator

from numberwire.errors import APIResponseValidationError, APIStatusError
from tests.numberwire.faults.answers import BOMB, answer, chunked, deep, no_length, packed, said, text
from tests.numberwire.faults.apis import ID, OTHER_ID, Api
from tests.numberwire.faults.case import Case, Right, wrong
from tests.numberwire.faults.turns import CLOSED, Said, says

_LARGE = (16 << 20) + 1


def unreadable(api: Api) -> Iterator[Case]:
    """A 200 whose content can't be read as a record is one error, and is not asked for again."""
    body = text(api.wrapped(api.record))
    opened = body[:-1]
    contents: dict[str, tuple[bytes, str]] = {
        "HTML": (b"<!doctype html><title>Maintenance</title>", "It begins '<!doctype html>"),
        "nothing": (b"", ""),
        "blanks": (b" \r\n ", ""),
        "half of it": (body[: len(body) // 2], ""),
        "a brace too many": (body + b"}", ""),
        "two of it": (body + body, ""),
        "single quotes": (body.replace(b'"', b"'"), ""),
        "a comma too many": (opened + b",}", ""),
        "UTF-16": (body.decode().encode("utf-16"), "not UTF-8 at byte 0"),
        "a byte order mark": (b"\xef\xbb\xbf" + body, ""),
        "no UTF-8 in an unknown field": (opened + b', "new": "\xff\xfe"}', "not UTF-8"),
        "half a character": (opened + b', "new": "\xe2\x82"}', "not UTF-8"),
        "a surrogate in UTF-8": (opened + b', "new": "\xed\xa0\x80"}', "not UTF-8"),
        "a lone surrogate": (body.replace(api.record[api.text].encode(), b"\\ud800"), ""),
        "NaN in an unknown field": (opened + b', "new": NaN}', "NaN is not valid JSON"),
        "Infinity": (opened + b', "new": [-Infinity]}', "-Infinity is not valid JSON"),
        "a key twice": (b'{"x": 1, "x": 1, ' + opened[1:] + b"}", "'x' is given twice"),
        "a key twice, deep within": (opened + b', "new": [{"a": {"b": 1, "b": 2}}]}', "'b' is given twice"),
        "a key twice, once escaped": (opened + b', "new": {"b": 1, "\\u0062": 2}}', "'b' is given twice"),
        "deep lists": (opened + b', "new": ' + deep(100_000) + b"}", "nested too deeply"),
        "deep objects": (opened + b', "new": ' + deep(100_000, b"{}") + b"}", "nested too deeply"),
        "nothing but brackets": (deep(100_000), "nested too deeply"),
        "brackets without end": (b"[" * 100_000, ""),
        "a number of 5000 digits": (opened + b', "new": ' + b"1" * 5000 + b"}", ""),
        "a list": (text([api.wrapped(api.record)]), "object"),
        "null": (b"null", "object"),
        "a string": (b'"ok"', "object"),
        "a number": (b"17", "object"),
        "true": (b"true", "object"),
        "an empty object": (b"{}", "missing"),
    }
    for name, (content, says_so) in contents.items():
        ends = wrong(
            APIResponseValidationError,
            says_so,
            status_code=200,
            attempts=1,
            body=content,
            method=api.method,
            path=api.target,
        )
        yield Case(f"content: {name}", (says(answer(200, content)),), ends, api.method)


def undecodable(api: Api) -> Iterator[Case]:
    """A content that is not what its coding says, or too large once it is undone, is one error."""
    body = text(api.wrapped(api.record))
    ways: dict[str, tuple[Said, str]] = {
        "gzip bomb": (answer(200, BOMB, coding="gzip"), "16 MiB"),
        "gzip bomb in chunks": (chunked(BOMB, 4096, "Content-Encoding: gzip"), "16 MiB"),
        "too large": (lambda: answer(200, bytes(_LARGE)), "16 MiB"),
        "too large in chunks": (lambda: chunked(bytes(_LARGE), 1 << 20), "16 MiB"),
        "too large until the end": (lambda: no_length(bytes(_LARGE)), "16 MiB"),
        "no gzip": (answer(200, body, coding="gzip"), "gzip"),
        "damaged gzip": (answer(200, b"\x1f\x8b\x08\x00" + b"\xff" * 40, coding="gzip"), "gzip"),
        "half of a gzip": (answer(200, gzip.compress(body)[:-9], coding="gzip"), "gzip"),
        "gzip and more": (answer(200, gzip.compress(body) + b"more", coding="gzip"), "gzip"),
        "brotli": (answer(200, body, coding="br"), "'br'"),
        "deflate": (answer(200, body, coding="deflate"), "'deflate'"),
        "gzip twice": (answer(200, gzip.compress(gzip.compress(body)), coding="gzip, gzip"), "gzip"),
    }
    for name, (data, says_so) in ways.items():
        ends = wrong(APIResponseValidationError, says_so, status_code=200, attempts=1)
        yield Case(f"coding: {name}", (says(data, then=CLOSED),), ends, api.method)
    yield Case("coding: gzip", (says(packed(body)),), Right(api.value(api.record)), api.method)
    yield Case(
        "coding: identity",
        (says(answer(200, body, coding="identity")),),
        Right(api.value(api.record)),
        api.method,
    )


def readable(api: Api) -> Iterator[Case]:
    """What is unknown in a record that can be read is kept as its extra, and what is absent harms nothing."""
    more = {"new": {"deep": [1, {"a": None}], "text": "\u00e9\U0001f600"}, "links": None}
    records = {
        "unknown fields": {**api.record, **more},
        "any text": {**api.record, api.text: '\u00e9\U0001f600\x00\n"\\ \u2028'},
        "a long text": {**api.record, api.text: "x" * 1_000_000},
        "an empty text": {**api.record, api.text: ""},
        "null for a text": {**api.record, api.text: None},
    }
    for name, record in records.items():
        yield Case(
            f"record: {name}", (says(said(api.wrapped(record))),), Right(api.value(record)), api.method
        )
    spaced = b"\r\n\t " + text(api.wrapped(api.record)) + b" \n"
    yield Case("record: among blanks", (says(answer(200, spaced)),), Right(api.value(api.record)), api.method)


def complaints(api: Api) -> Iterator[Case]:
    """An error inside a 2xx is an error, whatever else is there."""
    bodies = {
        "alone": api.refusal("not today"),
        "beside a record": api.wrapped(api.record) | api.refusal("not today"),
    }
    for name, body in bodies.items():
        for status in (200, 201):
            ends = wrong(
                APIStatusError, "not today", status_code=status, attempts=1, errors=api.told("not today")
            )
            yield Case(f"error in a {status}: {name}", (says(said(body, status)),), ends, api.method)
    another = {**api.record, "id": OTHER_ID}
    ends = wrong(APIResponseValidationError, OTHER_ID, status_code=200, attempts=1)
    yield Case("about another id", (says(said(api.wrapped(another))),), ends, api.method)
    capitals = {**api.record, "id": ID.upper()}
    yield Case(
        "about the id in capitals",
        (says(said(api.wrapped(capitals))),),
        Right(api.value(capitals)),
        api.method,
    )
