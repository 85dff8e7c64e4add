"""An operation's request: what is encoded, what is left out, and what is refused."""

from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire_api import Operation, Request
from numberwire_api._operation import Encoding, Styled

ID = UUID("0f2c1a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b")


class Color(StrEnum):
    """An enum for parameters."""

    RED = "red"


class Point(msgspec.Struct):
    """A model for parameters and bodies."""

    x: int
    y: int | msgspec.UnsetType = msgspec.UNSET


def operation(path="/a", **more):
    """Return an operation of a path."""
    return Operation(id="op", method="GET", path=path, answer=None, **more)


def target(value):
    """Return the target of a request whose path has a value."""
    return operation("/a/{id}/b", path_parameters=(("id", value),)).request().target


QUERIES = {
    "text": ("a&b=c d/é", "q=a%26b%3Dc%20d%2F%C3%A9"),
    "nothing": (None, ""),
    "empty": ("", "q="),
    "truth": (True, "q=true"),
    "number": (1.5, "q=1.5"),
    "id": (ID, f"q={ID}"),
    "enum": (Color.RED, "q=red"),
    "day": (date(2024, 2, 29), "q=2024-02-29"),
    "time": (datetime(2024, 2, 29, 12, 30, tzinfo=UTC), "q=2024-02-29T12%3A30%3A00Z"),
    "list": (["a", "b"], "q=a&q=b"),
    "empty-list": ([], ""),
    "mapping": ({"a": 1, "b": {"c": [2, 3]}}, "q%5Ba%5D=1&q%5Bb%5D%5Bc%5D=2&q%5Bb%5D%5Bc%5D=3"),
    "model": (Point(1), "q%5Bx%5D=1"),
    "objects": ([{"a": 1}, {"a": 2}], "q%5B0%5D%5Ba%5D=1&q%5B1%5D%5Ba%5D=2"),
    "form": (Styled(["a", "b,c"], "form"), "q=a,b%2Cc"),
    "form-text": (Styled("a,b", "form"), "q=a%2Cb"),
    "form-nothing": (Styled(None, "form"), ""),
    "form-empty-list": (Styled([], "form"), ""),
    "form-object": (Styled({"R": 100, "G": 200, "B": None}, "form"), "q=R,100,G,200"),
    "form-exploded": (Styled(["a", "b"], "form", explode=True), "q=a&q=b"),
    "form-exploded-object": (Styled(Point(1, 2), "form", explode=True), "x=1&y=2"),
    "form-exploded-objects": (Styled([{"a": 1}], "form", explode=True), "q=%7B%22a%22%3A1%7D"),
    "space": (Styled(["a", "b,c"], "spaceDelimited"), "q=a%20b%2Cc"),
    "pipe": (Styled(["a", "b,c"], "pipeDelimited"), "q=a%7Cb%2Cc"),
    "pipe-object": (Styled({"R": 1, "G": 2}, "pipeDelimited"), "q=R%7C1%7CG%7C2"),
    "deep-object": (Styled({"a": {"b": [1, 2]}}, "deepObject"), "q%5Ba%5D%5Bb%5D=1&q%5Ba%5D%5Bb%5D=2"),
    "deep-object-text": (Styled("a", "deepObject"), "q=a"),
    "reserved": (Styled("a:b/?c,%41&d#e f", "form", allow_reserved=True), "q=a:b/?c,%41%26d%23e%20f"),
    "json": (Styled({"a": [1]}, "content"), "q=%7B%22a%22%3A%5B1%5D%7D"),
    "json-nothing": (Styled(None, "content"), ""),
    "form-content": (
        Styled({"a": 1, "b": "c&"}, "content", media_type="application/x-www-form-urlencoded"),
        "q=a%3D1%26b%3Dc%2526",
    ),
    "plain-content": (Styled("abc", "content", media_type="text/plain"), "q=abc"),
}


@pytest.mark.parametrize(("value", "query"), QUERIES.values(), ids=QUERIES.keys())
def test_a_query_is_percent_encoded(value, query):
    """Each kind of value is written in the query; None is not sent."""
    assert operation(query=(("q", value),)).request() == Request("GET", "/a?" + query if query else "/a")


@pytest.mark.parametrize(
    ("value", "segment"),
    [("a b", "a%20b"), (ID, str(ID)), ("%2e%2e", "%252e%252e"), ("é{id}", "%C3%A9%7Bid%7D")],
)
def test_a_path_parameter_is_percent_encoded(value, segment):
    """A text or a UUID becomes one segment, whatever it holds."""
    assert target(value) == f"/a/{segment}/b"


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "a/b", "a\\b", "\x00", "a\nb", "\x7f", "\x85", "\u2028", "\ud800", 7, None, b"a", ["a"]],
)
def test_a_path_parameter_that_would_change_the_path_is_refused(value):
    """The refusal names the parameter and never shows the value."""
    with pytest.raises(ValueError, match=r"^the path parameter 'id' ") as caught:
        target(value)
    assert not isinstance(value, str) or len(value) < 3 or value not in str(caught.value)


@given(st.text())
def test_a_path_keeps_its_shape(value):
    """A path parameter is refused, or the path has as many segments as before and the value is in its own."""
    try:
        made = target(value)
    except ValueError:
        return
    assert (made.count("/"), made.startswith("/a/"), made.endswith("/b")) == (3, True, True)
    assert made.isascii()
    assert set(made) & set(" ?#\\\r\n") == set()


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        (Styled("a/b\\c", "simple"), "a%2Fb%5Cc"),
        (Styled(True, "simple"), "true"),
        (Styled(["a", "b,c"], "simple"), "a,b%2Cc"),
        (Styled({"R": 1, "G": 2}, "simple"), "R,1,G,2"),
        (Styled({"R": 1, "G": 2}, "simple", explode=True), "R=1,G=2"),
        (Styled("a", "label"), ".a"),
        (Styled(["a", "b"], "label"), ".a,b"),
        (Styled(["a", "b"], "label", explode=True), ".a.b"),
        (Styled({"R": 1}, "label", explode=True), ".R=1"),
        (Styled(["a.b", "c"], "label", explode=True), ".a%2Eb.c"),
        (Styled("a.b", "label", explode=True), ".a.b"),
        (Styled("a", "matrix"), ";id=a"),
        (Styled(["a", "b"], "matrix"), ";id=a,b"),
        (Styled(["a", "b"], "matrix", explode=True), ";id=a;id=b"),
        (Styled({"R": 1, "G": 2}, "matrix", explode=True), ";R=1;G=2"),
        (Styled({"a": 1}, "content"), "%7B%22a%22%3A1%7D"),
    ],
)
def test_a_path_parameter_has_its_style(value, segment):
    """The marks of a style are literal, and what the value holds is encoded."""
    assert target(value) == f"/a/{segment}/b"


@pytest.mark.parametrize(
    "value", ["", ".", "..", "../a", "a/..", "a\\..\\b", "a\nb", "\ud800", None, [], [""]]
)
def test_a_styled_path_parameter_that_would_change_the_path_is_refused(value):
    """A slash is data, but no value leads up, ends the path or is missing."""
    with pytest.raises(ValueError, match=r"^the path parameter 'id' "):
        target(Styled(value, "simple"))


def test_a_label_does_not_lead_up():
    """The dot before a label and a dot in its value make no way up."""
    with pytest.raises(ValueError, match=r"^the path parameter 'id' "):
        target(Styled(".", "label"))


@pytest.mark.parametrize(
    ("value", "style"),
    [(["a b"], "spaceDelimited"), (["a|b"], "pipeDelimited"), ({"a|b": 1}, "pipeDelimited")],
)
def test_an_item_with_its_separator_is_refused(value, style):
    """Where a separator is written as data is, an item that has it would be two."""
    with pytest.raises(ValueError, match="an item of the parameter 'q' has the mark"):
        operation(query=(("q", Styled(value, style)),)).request()


@pytest.mark.parametrize("where", ["query", "headers", "cookies"])
def test_a_time_without_its_zone_is_refused(where):
    """RFC 3339 has no time without an offset, and a server would guess it."""
    with pytest.raises(ValueError, match="a time needs its time zone"):
        operation(**{where: (("q", datetime(2024, 1, 1)),)}).request()  # noqa: DTZ001


def test_what_is_no_parameter_is_literal():
    """A path's own query is kept, its fragment is not, and marks no path may have are encoded."""
    assert operation("/a b{c}?x=1#frag", query=(("q", 2),)).request().target == "/a%20b%7Bc%7D?x=1&q=2"


def test_headers_and_cookies():
    """Header names are small, cookies are one header, None is not sent."""
    made = operation(
        headers=(("X-A", 1), ("X-B", None)), cookies=(("c", "d"), ("e", ["f", "g"]), ("h", None))
    ).request()
    assert made.headers == (("x-a", "1"), ("cookie", "c=d; e=f,g"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", "b,c"], "a,b%2Cc"),
        ({"R": 1, "G": 2}, "R,1,G,2"),
        (Styled({"R": 1, "G": 2}, "simple", explode=True), "R=1,G=2"),
        (Styled({"a": 1}, "content"), '{"a":1}'),
    ],
)
def test_a_header_has_its_style(value, text):
    """A header's parts are parted by commas, and a comma within one is not taken for another."""
    assert operation(headers=(("x", value),)).request().headers == (("x", text),)


@pytest.mark.parametrize(
    ("value", "cookie"),
    [
        ("a; admin=1", "c=a%3B%20admin=1"),
        ('"é', "c=%22%C3%A9"),
        (["a", "b,c"], "c=a,b%2Cc"),
        (Styled([1, 2], "form", explode=True), "c=1; c=2"),
        (Styled({"R": 1, "G": 2}, "form", explode=True), "R=1; G=2"),
        (Styled({"a": 1}, "content"), "c={%22a%22:1}"),
    ],
)
def test_a_cookie_holds_no_other(value, cookie):
    """What would end a cookie or begin another is encoded."""
    assert operation(cookies=(("c", value),)).request().headers == (("cookie", cookie),)


@pytest.mark.parametrize(
    "more",
    [{"headers": (("x", "a\r\nb: c"),)}, {"headers": (("x", "\u2603"),)}, {"cookies": (("x", "a\nb"),)}],
)
def test_what_no_header_can_have_is_refused(more):
    """A line break, or a character without a byte of its own, is refused in a header, and not shown."""
    with pytest.raises(ValueError, match=r"^the header 'x' has a character no header may have$"):
        operation(**more).request()


@pytest.mark.parametrize("text", [" a", "a ", " "])
def test_a_header_with_a_space_at_an_end_is_refused(text):
    """Whoever reads a header drops the spaces at its ends, so that another value would arrive."""
    with pytest.raises(ValueError, match=r"^the header 'x' begins or ends with a space, which no header keeps$"):
        operation(headers=(("x", text),)).request()


BODIES = {
    "json": (Point(1), "application/json", b'{"x":1}'),
    "json-null": (None, "application/json", b"null"),
    "json-text": ("a", "application/json", b'"a"'),
    "vendor-json": ({"a": ID}, "application/vnd.x+json", b'{"a":"%s"}' % str(ID).encode()),
    "form": (
        {"a": "b c", "d": [1, True], "e": None},
        "application/x-www-form-urlencoded",
        b"a=b%20c&d=1&d=true",
    ),
    "text": ("é", "text/plain", "é".encode()),
    "bytes": (b"\x00", "application/octet-stream", b"\x00"),
    "xml": ("<a/>", "application/xml", b"<a/>"),
    "bytes-as-json": (b"\x89", "application/json", b"\x89"),
}


@pytest.mark.parametrize(("body", "media_type", "content"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_written_by_its_media_type(body, media_type, content):
    """A body is written as its media type says, and the header says so."""
    made = operation(body=body, media_type=media_type).request()
    assert made == Request("GET", "/a", (("content-type", media_type),), content)


def test_a_multipart_body_is_the_same_every_time():
    """The boundary is made from the parts: the same body is the same bytes, and no part's name ends its header."""
    one, other = (
        operation(body={'a"\r\nb': b"x"}, media_type="multipart/form-data").request() for _ in range(2)
    )
    boundary = one.headers[0][1].partition("boundary=")[2]
    assert one == other
    assert one.content.decode().replace(boundary, "-").split("\r\n") == [
        "---",
        'Content-Disposition: form-data; name="a%22%0D%0Ab"; filename="file"',
        "Content-Type: application/octet-stream",
        "",
        "x",
        "-----",
        "",
    ]


def parts(**fields):
    """Return the parts of a multipart body as texts, without the boundaries."""
    encoding = (
        ("user", Encoding(content_type="application/json")),
        ("pic", Encoding(content_type="image/png")),
    )
    encoding += (("tags", Encoding(style="form")),)
    made = operation(body=fields, media_type="multipart/form-data", encoding=encoding).request()
    boundary = made.headers[0][1].partition("boundary=")[2]
    return [part.strip("\r\n") for part in made.content.decode().split(f"--{boundary}")[1:-1]]


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"user": {"a": 1}}, ['name="user"\r\nContent-Type: application/json\r\n\r\n{"a":1}']),
        ({"user": "{}"}, ['name="user"\r\nContent-Type: application/json\r\n\r\n{}']),
        ({"pic": b"P"}, ['name="pic"; filename="file"\r\nContent-Type: image/png\r\n\r\nP']),
        (
            {"pic": ("a.gif", b"P", "image/gif")},
            ['name="pic"; filename="a.gif"\r\nContent-Type: image/gif\r\n\r\nP'],
        ),
        (
            {"file": [("a", b"1"), b"2"]},
            [
                'name="file"; filename="a"\r\nContent-Type: application/octet-stream\r\n\r\n1',
                'name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\n2',
            ],
        ),
        ({"tags": ["a", "b"]}, ['name="tags"\r\n\r\na,b']),
        ({"n": [1, True], "none": None}, ['name="n"\r\n\r\n1', 'name="n"\r\n\r\ntrue']),
    ],
)
def test_a_part_has_its_media_type_and_its_file_name(fields, headers):
    """A part has the media type the document names, and a file its name and type where they are given."""
    assert parts(**fields) == [f"Content-Disposition: form-data; {header}" for header in headers]


@pytest.mark.parametrize(
    "more",
    [
        {"query": (("f", Styled([1], "content", media_type="text/plain")),)},
        {"headers": (("f", Styled({"a": "s3cret"}, "content", media_type="application/xml")),)},
        {"cookies": (("f", Styled(Point(1), "content", media_type="text/csv")),)},
        {"path": "/{f}", "path_parameters": (("f", Styled([1], "content", media_type="text/plain")),)},
        {
            "body": {"f": {"a": "s3cret"}},
            "media_type": "multipart/form-data",
            "encoding": (("f", Encoding(content_type="application/xml")),),
        },
        {
            "body": {"f": Point(1)},
            "media_type": "application/x-www-form-urlencoded",
            "encoding": (("f", Encoding(content_type="application/xml")),),
        },
    ],
    ids=["query", "header", "cookie", "path", "part", "field"],
)
def test_what_has_parts_is_only_written_as_json(more):
    """An object or a list under another media type is refused, not sent as JSON under its name, and not shown."""
    with pytest.raises(ValueError, match="^'f' is an object or a list, which can't be written as") as caught:
        operation(**more).request()
    assert "s3cret" not in str(caught.value)


def test_a_form_field_has_its_encoding():
    """A field of a form is JSON or joined where the document says so, and objects in a list stay apart."""
    made = operation(
        body={
            "payload": {"text": "hi"},
            "tags": ["a", "b"],
            "notes": ["a", "b"],
            "items": [{"p": "a"}, {"p": "b"}],
        },
        media_type="application/x-www-form-urlencoded",
        encoding=(
            ("payload", Encoding(content_type="application/json")),
            ("tags", Encoding(style="form")),
            ("notes", Encoding(content_type="text/plain")),
        ),
    ).request()
    assert made.content == (
        b"payload=%7B%22text%22%3A%22hi%22%7D&tags=a,b&notes=a&notes=b&items%5B0%5D%5Bp%5D=a&items%5B1%5D%5Bp%5D=b"
    )


@pytest.mark.parametrize("media_type", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_form_needs_fields(media_type):
    """A form whose body has no fields is refused."""
    with pytest.raises(ValueError, match="a form's body must be"):
        operation(body=[1], media_type=media_type).request()


def test_what_an_operation_accepts():
    """An operation that answers with JSON says so; one without a body or with bytes doesn't."""
    accepted = [
        Operation(id="op", method="GET", path="/", answer=answer).request().headers
        for answer in (Point, bytes, None)
    ]
    assert accepted == [(("accept", "application/json"),), (), ()]
    assert operation(accept="text/csv").request().headers == (("accept", "text/csv"),)


def test_nothing_secret_is_shown():
    """Neither a request nor an operation shows its headers, its cookies or its body."""
    value = operation(headers=(("a", "secret"),), cookies=(("b", "secret"),), body="secret")
    assert "secret" not in repr(value) + repr(value.request())
