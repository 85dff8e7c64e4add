"""Response -> value or error: every way an answer can be wrong, and the words for it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire import _ambiguity
from numberwire._answer import ErrorAnswer, PartialPage, Success, UnreadableAnswer, read_answer
from numberwire._response import Response
from numberwire.definition import Complaint, Definition
from numberwire.errors import FieldError
from numberwire_api import Model, Operation


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

    data: tuple[Door, ...]
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
        (LIST, 200, b'[{"id": "d7", "note": ""}, {"id": "d8"}]', [Door("d7"), Door("d8")]),
        (CLOSE, 204, b"", None),
        (CLOSE, 200, b'{"closed": true}', None),
        (CLOSE, 200, b"<html>closed</html>", None),
        (PICTURE, 200, b"\xff\xd8", b"\xff\xd8"),
        (PICTURE, 200, b"", b""),
    ],
)
def test_value(operation, status, content, value):
    """A right answer is decoded; fields that the description doesn't name are passed over."""
    assert read_answer(DOORS, operation, Response(status, (), content)) == Success(value)


class Gate(Model, frozen=True, kw_only=True):
    """A model, as the generated layer has them."""

    id: str
    colour: str | None = None
    width: float | None = None
    parts: tuple[str, ...] | None = None


GATE = Operation(
    id="get_gate", method="GET", path="/gates/{id}", answer=Gate, path_parameters=(("id", "d7"),)
)
GATE_MEMBERS = (
    b'"id":"d7"',
    b'"colour":"red"',
    b'"colour":null',
    b'"colour":",\\"width\\":null"',
    b'"width":1.5',
    b'"width":1.50',
    b'"width":NaN',
    b'"width":null',
    b'"width": null',
    b'"parts":["a"]',
    b'"parts":null',
    b'"new":null',
    b'"error":null',
    b'"error":"no"',
    b'"errors":[]',
)
CONTENTS = st.builds(
    lambda members: b"{%b}" % b",".join(members),
    st.lists(st.sampled_from(GATE_MEMBERS), max_size=6).map(lambda some: [GATE_MEMBERS[0], *some]),
)


def reading_of(content):
    """What is read of a gate, with what it has beside its fields, and its class."""
    reading = read_answer(DOORS, GATE, Response(200, (), content))
    gate = getattr(reading, "envelope", None)
    return reading, gate and (type(gate).__bases__[0], gate.extra)


@given(st.lists(CONTENTS, max_size=3), CONTENTS)
def test_earlier_answers(earlier, content):
    """How an answer is read does not depend on those that were read before."""
    _ambiguity._absent_members.clear()
    alone = reading_of(content)
    for one in [content, *earlier]:
        reading_of(one)
    assert reading_of(content) == alone


@pytest.mark.parametrize(
    ("status", "content", "errors"),
    [
        (404, b'{"error": "no such door"}', (FieldError(None, "no such door"),)),
        (404, b"<html>", ()),
        (404, b"\xff", ()),
        (
            422,
            b'{"errors": [{"code": "c", "detail": "d"}, {"message": "m", "attribute": "a"}]}',
            (FieldError("c", "d"), FieldError(None, "m", "a")),
        ),
        (302, b"", ()),
        (101, b"", ()),
        (200, b'{"error": "no such door"}', (FieldError(None, "no such door"),)),
        (200, b'{"id": "d7", "errors": ["no"]}', (FieldError(None, "no"),)),
    ],
)
def test_no(status, content, errors):
    """An answer that says no, by its status or inside a 2xx, is a refusal with its reasons."""
    assert read_answer(DOORS, GET, Response(status, (), content)) == ErrorAnswer(Complaint(errors))


@pytest.mark.parametrize("operation", [LIST, CLOSE])
def test_error_in_a_success(operation):
    """An error inside a 2xx is one wherever it comes, in a page or where no content was expected."""
    reading = read_answer(DOORS, operation, Response(200, (), b'{"error": "closed already"}'))
    assert reading == ErrorAnswer(Complaint((FieldError(None, "closed already"),)))


@pytest.mark.parametrize(
    "content", [b'{"data": [{"id": "d7"}]}', b'{"error": null, "errors": [], "data": [{"id": "d7"}]}']
)
def test_page(content):
    """A page is what is documented, whatever says beside it that there is no error."""
    page = read_answer(DOORS, PAGE, Response(200, (), content)).envelope
    assert (type(page), page) == (DoorPage, DoorPage((Door("d7"),)))


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
    assert type(read_answer(DOORS, PAGE, Response(200, (), content))) is ErrorAnswer


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"data": [], "note": "\xff"}', "it is not UTF-8 at byte 22"),
        (b'{"data": [], "note": NaN}', "JSON is malformed: invalid character (byte 21)"),
        (b"{}", "Object missing required field `data`"),
    ],
)
def test_unreadable_page(content, why):
    """A page that can't be read is refused with what is wrong."""
    assert read_answer(DOORS, PAGE, Response(200, (), content)) == UnreadableAnswer(why)


def unreadable(definition, operation, response):
    """Why an answer can't be read."""
    reading = read_answer(definition, operation, response)
    assert type(reading) is UnreadableAnswer
    return reading.why


@pytest.mark.parametrize(
    ("operation", "content", "why"),
    [
        (GET, b'{"id": "d7", "note": "\xff"}', "it is not UTF-8 at byte 22"),
        (LIST, b'[{"id": "\xc3\x28"}]', "it is not UTF-8 at byte 9"),
        (GET, b'{"id": "d7", "id": "d7"}', "the key 'id' is given twice"),
        (GET, b'{"id": "d7", "box": [{"a": 1, "a": 2}]}', "the key 'a' is given twice"),
        (LIST, b'[{"id": "d7", "id": "d7"}]', "the key 'id' is given twice"),
        (PAGE, b'{"data": [], "data": [{"id": "d7"}]}', "the key 'data' is given twice"),
        (PAGE, b'{"data": [{"id": "d7"}], "data": []}', "the key 'data' is given twice"),
        (PAGE, b'{"data": [], "links": null, "links": {}}', "the key 'links' is given twice"),
        (PAGE, b'{"data": [], "meta": {"a": 1, "a": 2}}', "the key 'a' is given twice"),
        (GET, b'{"id": "d7", "area": NaN}', "NaN is not valid JSON"),
        (GET, b'{"id": "d7", "area": -Infinity}', "-Infinity is not valid JSON"),
        (GET, b'{"id": "d7", "box": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it is nested too deeply"),
        (GET, b'{"id": 7}', "Expected `str`, got `int` - at `$.id`"),
        (GET, b'{"colour": "red"}', "Object missing required field `id`"),
        (GET, b"[]", "Expected `object`, got `array`"),
        (GET, b"null", "Expected `object`, got `null`"),
        (LIST, b"{}", "Expected `array`, got `object`"),
        (LIST, b'[{"id": "d7"}', "Input data was truncated"),
        (GET, b'{"id": "d8"}', "its id is 'd8', not the 'd7' that was requested"),
        (PAINT, b'{"id": "d8", "colour": "blue"}', "its colour is 'blue', not the 'red' that was requested"),
    ],
)
def test_unreadable(operation, content, why):
    """An answer that can't be read as what is documented is an error that says why."""
    assert unreadable(DOORS, operation, Response(200, (), content)) == why


@pytest.mark.parametrize(
    ("operation", "response", "why"),
    [
        (GET, Response(204), "the answer has no content"),
        (GET, Response(200), "Expecting value: line 1 column 1 (char 0)"),
        (LIST, Response(200), "Input data was truncated"),
        (GET, Response(200, flaw="its gzip content is damaged"), "its gzip content is damaged"),
        (CLOSE, Response(200, flaw="it is larger than 16 MiB"), "it is larger than 16 MiB"),
    ],
)
def test_empty(operation, response, why):
    """An answer without content, or whose content could not be decoded, says so alone."""
    assert unreadable(DOORS, operation, response) == why


def test_deep_page():
    """A page that is nested without end is refused as any answer is."""
    listed = Operation(id="list_doors", method="GET", path="/doors", answer=object)
    content = b"[" * 100_000 + b"]" * 100_000
    assert unreadable(DOORS, listed, Response(200, (), content)) == "it is nested too deeply"


ENVELOPED = Operation(
    id="get_wrapped", method="GET", path="/w/{id}", answer=Envelope, path_parameters=(("id", "d7"),)
)
WRAPPED = Definition(name="doors", envelope="door")


def test_envelope():
    """What is compared with what was asked is the resource; what is returned is the envelope."""
    answer = read_answer(WRAPPED, ENVELOPED, Response(200, (), b'{"door": {"id": "d7"}}'))
    assert answer == Success(Envelope(Door("d7")))
    why = unreadable(WRAPPED, ENVELOPED, Response(200, (), b'{"door": {"id": "d8"}}'))
    assert why == "its id is 'd8', not the 'd7' that was requested"


@pytest.mark.parametrize("content", [b"{}", b'{"door": null}'])
def test_empty_envelope(content):
    """An envelope that holds nothing is no answer."""
    assert unreadable(WRAPPED, ENVELOPED, Response(200, (), content)) == "its envelope is empty"


@pytest.mark.parametrize(
    ("definition", "operation", "content", "record_id"),
    [
        (DOORS, GET, b'{"id": "d7", "width": "wide"}', "d7"),
        (DOORS, PAINT, b'{"id": "d8", "colour": "RED", "width": "wide"}', "d8"),
        (DOORS, PAINT, b'{"id": "d8", "width": "wide"}', None),
        (DOORS, PAINT, b'{"id": "d8", "colour": "blue", "width": "wide"}', None),
        (DOORS, PAINT, b'{"id": 8, "colour": "red"}', None),
        (DOORS, PAINT, b'["d8", "red"]', None),
        (WRAPPED, ENVELOPED, b'{"door": {"id": "d7", "width": "wide"}}', "d7"),
        (WRAPPED, ENVELOPED, b'{"door": {"id": "d8", "width": "wide"}}', None),
        (WRAPPED, ENVELOPED, b'{"door": 7}', None),
    ],
)
def test_record_id(definition, operation, content, record_id):
    """An answer that names what was asked for is known by its id, though the rest of it can't be read."""
    reading = read_answer(definition, operation, Response(200, (), content))
    assert (type(reading), reading.record_id) == (UnreadableAnswer, record_id)


def test_complaint_beside_the_record():
    """A call whose answer has the record that was asked for took effect, whatever the answer complains of beside it."""
    effective = msgspec.structs.replace(DOORS, effects={"paint_door": "the door was painted"})
    beside = b'{"id": "d8", "colour": "red", "errors": [{"code": "low_balance"}]}'
    for content, reading in (
        (beside, UnreadableAnswer("it has an error beside the record: low_balance", "d8")),
        (beside.replace(b"d8", b"").replace(b"red", b"blue"), None),
        (beside.replace(b"red", b"blue"), None),
    ):
        read = read_answer(effective, PAINT, Response(200, (), content))
        assert read == reading or (reading is None and isinstance(read, ErrorAnswer))
    assert isinstance(read_answer(DOORS, PAINT, Response(200, (), beside)), ErrorAnswer)


def test_closed():
    """An answer that has to be empty, and is the record that was asked for, says that it is done."""
    close = Operation(
        **{name: getattr(CLOSE, name) for name in ("id", "method", "path", "answer", "path_parameters")},
        success=(204,),
    )
    assert read_answer(DOORS, close, Response(200, (), b'{"id": "d7", "width": []}')) == Success(None)
    assert unreadable(DOORS, close, Response(200, (), b'{"id": "d8"}')) == "it should be empty"
    assert unreadable(DOORS, close, Response(200, (), b"<html>")) == "it should be empty"


def test_partial_page():
    """A page with a record that can't be read is read in part."""
    page = read_answer(DOORS, PAGE, Response(200, (), b'{"data": [{"id": "d7"}, {}]}'))
    assert (type(page), page.data, len(page.bad)) == (PartialPage, (Door("d7"),), 1)


def test_odd_links_of_a_search():
    """A search is one page, whose links lead nowhere, so odd ones lose nothing."""
    search = Definition(name="doors", pages=frozenset({"page_doors"}), searches=frozenset({"page_doors"}))
    content = b'{"data": [{"id": "d7"}], "links": 7}'
    assert read_answer(search, PAGE, Response(200, (), content)) == Success(DoorPage((Door("d7"),)))
