"""An operation's request: what is encoded, what is left out, and what is refused."""

from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire_api import Operation, Request
from numberwire_api._operation import Flat, Joined, Json, text

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
    "joined": (Joined(["a", "b,c"], "|"), "q=a%7Cb%2Cc"),
    "joined-nothing": (Joined(None, ","), ""),
    "flat": (Flat(Point(1, 2)), "x=1&y=2"),
    "flat-nothing": (Flat(None), ""),
    "json": (Json({"a": [1]}), "q=%7B%22a%22%3A%5B1%5D%7D"),
    "json-nothing": (Json(None), ""),
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


def test_what_is_no_parameter_is_literal():
    """A path's own query is kept, its fragment is not, and marks no path may have are encoded."""
    assert operation("/a b{c}?x=1#frag", query=(("q", 2),)).request().target == "/a%20b%7Bc%7D?x=1&q=2"


def test_headers_and_cookies():
    """Header names are small, cookies are one header, None is not sent."""
    made = operation(
        headers=(("X-A", 1), ("X-B", None)), cookies=(("c", "d"), ("e", ["f", "g"]), ("h", None))
    ).request()
    assert made.headers == (("x-a", "1"), ("cookie", "c=d; e=f,g"))


@pytest.mark.parametrize("more", [{"headers": (("x", "a\r\nb: c"),)}, {"cookies": (("x", "a\nb"),)}])
def test_a_header_of_two_lines_is_refused(more):
    """A line break in a header is refused, and not shown."""
    with pytest.raises(ValueError, match=r"^the header 'x' has a character no header may have$"):
        operation(**more).request()


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


def test_nothing_secret_is_shown():
    """Neither a request nor an operation shows its headers, its cookies or its body."""
    value = operation(headers=(("a", "secret"),), cookies=(("b", "secret"),), body="secret")
    assert "secret" not in repr(value) + repr(value.request())


def test_text_of_nested_values():
    """A list is joined by commas, a mapping is its keys and values in turn."""
    assert text({"a": [1, None], "b": {"c": False}}) == "a,1,,b,c,false"
