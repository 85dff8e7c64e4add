"""Response -> value or error: every way an answer can be wrong, and the words for it."""

import msgspec
import pytest

from numberwire.answer import read_answer, request_id
from numberwire.definition import Complaint, Definition
from numberwire.errors import APIResponseValidationError, APIStatusError, FieldError, NotFoundError
from numberwire.wire import Response
from numberwire_api import Operation


class Door(msgspec.Struct):
    """A small answer."""

    id: str
    colour: str | None = None
    width: int | None = None


class DoorBody(msgspec.Struct):
    """A small request."""

    colour: str


class DoorPage(msgspec.Struct):
    """A page of a listing."""

    data: list[Door]
    links: str | None = None


class Envelope(msgspec.Struct):
    """An answer that wraps another."""

    door: Door | None = None


DOORS = Definition(
    name="doors", echoes={"paint_door": "colour"}, pages=frozenset({"list_doors", "page_doors"})
)
GET = Operation(id="get_door", method="GET", path="/doors/{id}", answer=Door, path_parameters=(("id", "d7"),))
PAINT = Operation(id="paint_door", method="POST", path="/doors", answer=Door, body=DoorBody("red"))
LIST = Operation(id="list_doors", method="GET", path="/doors", answer=list[Door])
PAGE = Operation(id="page_doors", method="GET", path="/doors", answer=DoorPage)
CLOSE = Operation(
    id="close_door", method="DELETE", path="/doors/{id}", answer=None, path_parameters=(("id", "d7"),)
)
PICTURE = Operation(id="get_picture", method="GET", path="/doors/picture", answer=bytes)


@pytest.mark.parametrize(
    ("operation", "status", "content", "value"),
    [
        (GET, 200, b'{"id": "d7", "colour": "red", "new": [1]}', Door("d7", "red")),
        (GET, 203, b'{"id": "D7"}', Door("D7")),
        (PAINT, 201, b'{"id": "d8", "colour": "Red"}', Door("d8", "Red")),
        (PAINT, 200, b'{"id": "d8", "colour": null}', Door("d8")),
        (LIST, 200, b'[{"id": "d7", "id": "d7"}, {"id": "d8"}]', [Door("d7"), Door("d8")]),
        (CLOSE, 204, b"", None),
        (CLOSE, 200, b'{"closed": true}', None),
        (CLOSE, 200, b"<html>closed</html>", None),
        (PICTURE, 200, b"\xff\xd8", b"\xff\xd8"),
        (PICTURE, 200, b"", b""),
    ],
)
def test_value(operation, status, content, value):
    """A right answer is decoded; fields that the description doesn't name are passed over."""
    assert read_answer(DOORS, operation, Response(status, (), content)) == value


@pytest.mark.parametrize(
    ("status", "content", "message"),
    [
        (404, b'{"error": "no such door"}', "the answer is 404: no such door"),
        (404, b"<html>", "the answer is 404: it does not say why"),
        (404, b"\xff", "the answer is 404: it does not say why"),
        (
            422,
            b'{"errors": [{"code": "c", "detail": "d"}, {"message": "m", "attribute": "a"}]}',
            "the answer is 422: d (c); a: m",
        ),
        (302, b"", "the answer is a redirect (302), and redirects are not followed"),
        (304, b"", "the answer is a redirect (304), and redirects are not followed"),
        (101, b"", "the answer is 101: it does not say why"),
        (200, b'{"error": "no such door"}', "the answer is 200: no such door"),
        (200, b'{"id": "d7", "errors": ["no"]}', "the answer is 200: no"),
    ],
)
def test_no(status, content, message):
    """An answer that says no, by its status or inside a 2xx, is an error with its words."""
    with pytest.raises(APIStatusError) as caught:
        read_answer(DOORS, GET, Response(status, (), content))
    assert (str(caught.value), caught.value.status_code, caught.value.body) == (message, status, content)


@pytest.mark.parametrize("operation", [LIST, CLOSE])
def test_error_in_a_success(operation):
    """An error inside a 2xx is one wherever it comes, in a page or where no content was expected."""
    with pytest.raises(APIStatusError) as caught:
        read_answer(DOORS, operation, Response(200, (), b'{"error": "closed already"}'))
    assert type(caught.value) is APIStatusError
    assert caught.value.errors == (FieldError(None, "closed already"),)


@pytest.mark.parametrize(
    "content", [b'{"data": [{"id": "d7"}]}', b'{"error": null, "errors": [], "data": [{"id": "d7"}]}']
)
def test_page(content):
    """A page is what is documented, whatever says beside it that there is no error."""
    found = read_answer(DOORS, PAGE, Response(200, (), content))
    assert (type(found), found) == (DoorPage, DoorPage([Door("d7")]))


@pytest.mark.parametrize(
    "content",
    [
        b'{"error": "closed", "data": []}',
        b'{"data": [], "errors": ["closed"]}',
        b'{"\\u0065rror": {"reason": 7}, "data": []}',
        b'{"error": "closed"}',
    ],
)
def test_error_in_a_page(content):
    """An error is one though it stands beside a page."""
    with pytest.raises(APIStatusError):
        read_answer(DOORS, PAGE, Response(200, (), content))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"data": [], "note": "\xff"}', "it is not UTF-8 at byte 22."),
        (b'{"data": [], "note": NaN}', "JSON is malformed: invalid character (byte 21)."),
        (b"{}", "Object missing required field `data`."),
    ],
)
def test_unreadable_page(content, why):
    """A page that can't be read is refused with what is wrong."""
    assert str(unreadable(DOORS, PAGE, Response(200, (), content))).endswith(why)


def test_known():
    """An error carries status, complaints, the request's id and the content."""
    content = b'{"errors": [{"code": "c", "detail": "d"}]}'
    response = Response(404, (("X-Request-Id", "r1"),), content)
    with pytest.raises(NotFoundError) as caught:
        read_answer(DOORS, GET, response)
    assert vars(caught.value) == {
        "method": None,
        "path": None,
        "status_code": 404,
        "errors": (FieldError("c", "d"),),
        "request_id": "r1",
        "attempts": 0,
        "retry_after": None,
        "body": content,
    }


def test_request_id_of_the_body():
    """A request's id that the body gives is the one that counts."""
    definition = Definition(name="doors", complaint=lambda _: Complaint((), "of-body"))
    with pytest.raises(NotFoundError) as caught:
        read_answer(definition, GET, Response(404, (("x-request-id", "of-header"),), b"{}"))
    assert caught.value.request_id == "of-body"


def unreadable(definition, operation, response):
    """The error that an answer which can't be read is raised as."""
    with pytest.raises(APIResponseValidationError) as caught:
        read_answer(definition, operation, response)
    return caught.value


@pytest.mark.parametrize(
    ("operation", "content", "why"),
    [
        (GET, b'{"id": "d7", "note": "\xff"}', "it is not UTF-8 at byte 22."),
        (LIST, b'[{"id": "\xc3\x28"}]', "it is not UTF-8 at byte 9."),
        (GET, b'{"id": "d7", "id": "d7"}', "the key 'id' is given twice."),
        (GET, b'{"id": "d7", "box": [{"a": 1, "a": 2}]}', "the key 'a' is given twice."),
        (GET, b'{"id": "d7", "area": NaN}', "NaN is no JSON."),
        (GET, b'{"id": "d7", "area": -Infinity}', "-Infinity is no JSON."),
        (GET, b'{"id": "d7", "box": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it is nested too deeply."),
        (GET, b'{"id": 7}', "Expected `str`, got `int` - at `$.id`."),
        (GET, b'{"colour": "red"}', "Object missing required field `id`."),
        (GET, b"[]", "Expected `object`, got `array`."),
        (GET, b"null", "Expected `object`, got `null`."),
        (LIST, b"{}", "Expected `array`, got `object`."),
        (LIST, b'[{"id": "d7"}', "Input data was truncated."),
        (GET, b'{"id": "d8"}', "it is about the id 'd8', and 'd7' was asked for."),
        (PAINT, b'{"id": "d8", "colour": "blue"}', "it is about the colour 'blue', and 'red' was asked for."),
    ],
)
def test_unreadable(operation, content, why):
    """An answer that can't be read as what is documented is an error that says why."""
    error = unreadable(DOORS, operation, Response(200, (("x-request-id", "r1"),), content))
    assert str(error) == f"the answer (200) can't be read: {why}"
    assert (error.status_code, error.request_id, error.body) == (200, "r1", content)


@pytest.mark.parametrize(
    ("operation", "response", "why"),
    [
        (GET, Response(204), "the answer has no content"),
        (GET, Response(200), "Expecting value: line 1 column 1 (char 0)"),
        (LIST, Response(200), "Input data was truncated"),
        (GET, Response(200, flaw="its gzip is damaged"), "its gzip is damaged"),
        (CLOSE, Response(200, flaw="it is larger than 16 MiB"), "it is larger than 16 MiB"),
    ],
)
def test_empty(operation, response, why):
    """An answer without content, or whose content could not be decoded, says so alone."""
    error = unreadable(DOORS, operation, response)
    assert str(error) == f"the answer ({response.status}) can't be read: {why}."


def test_deep_page():
    """A page that is nested without end is refused as any answer is."""
    listed = Operation(id="list_doors", method="GET", path="/doors", answer=object)
    error = unreadable(DOORS, listed, Response(200, (), b"[" * 100_000 + b"]" * 100_000))
    assert "it is nested too deeply" in str(error)


ENVELOPED = Operation(
    id="get_wrapped", method="GET", path="/w/{id}", answer=Envelope, path_parameters=(("id", "d7"),)
)
WRAPPED = Definition(name="doors", unwrap=lambda envelope: envelope.door)


def test_envelope():
    """What is compared with what was asked is the resource; what is returned is the envelope."""
    answer = read_answer(WRAPPED, ENVELOPED, Response(200, (), b'{"door": {"id": "d7"}}'))
    assert answer == Envelope(Door("d7"))
    error = unreadable(WRAPPED, ENVELOPED, Response(200, (), b'{"door": {"id": "d8"}}'))
    assert "it is about the id 'd8', and 'd7' was asked for" in str(error)


@pytest.mark.parametrize("content", [b"{}", b'{"door": null}'])
def test_empty_envelope(content):
    """An envelope that holds nothing is no answer."""
    error = unreadable(WRAPPED, ENVELOPED, Response(200, (), content))
    assert "can't be read: its envelope holds nothing." in str(error)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ((), None),
        ((("Request-Id", "b"),), "b"),
        ((("x-amzn-requestid", "c"), ("request-id", "b")), "b"),
        ((("request-id", "b"), ("X-REQUEST-ID", "a")), "a"),
    ],
)
def test_request_id(headers, found):
    """The request's id is found under each of its usual names."""
    assert request_id(Response(200, headers)) == found
