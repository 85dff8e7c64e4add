"""Cases: a phone number of the first API as it may be answered, updates, searches and releases."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    FieldError,
    InvalidRequestError,
    UnprocessableEntityError,
)
from numberwire.signalwire import AvailablePhoneNumber
from numberwire_api.signalwire.models import Capability, PhoneNumber
from tests.numberwire.faults.answers import answer, said, text
from tests.numberwire.faults.apis import ID, NUMBER, OTHER_ID, number, phone_number
from tests.numberwire.faults.case import Case, Right, Wrong, wrong
from tests.numberwire.faults.turns import hangs_up, says


def records() -> Iterator[Case]:
    """A number is read whatever is missing, null or new in it, and refused where a value is of another kind."""
    right: dict[str, dict[str, Any]] = {
        "the least": {"id": ID, "number": NUMBER},
        "all null": {"id": ID, "number": NUMBER, **dict.fromkeys(PhoneNumber.__struct_fields__[2:])},
        "new handlers": number(call_handler="hologram", message_handler="pigeon", call_receive_mode="both"),
        "handlers only answers carry": number(call_handler="call_queue"),
        "an empty handler": number(call_handler=""),
        "new capabilities": number(capabilities=["voice", "video"], number_type="satellite"),
        "no capabilities": number(capabilities=[]),
        "an offset": number(created_at="2025-01-15T09:30:00.123+02:00"),
        "no zone": number(created_at="2025-01-15T09:30:00"),
        "ids that are none": number(e911_address_id="none", call_sip_endpoint_id="17"),
    }
    for name, record in right.items():
        yield Case(f"number with {name}", (says(said(record)),), Right(phone_number(record)), "GET")
    wrong_ones: dict[str, dict[str, Any]] = {
        "an id of 17": number(id=17),
        "an id of null": number(id=None),
        "no id": {"number": NUMBER},
        "no number": {"id": ID},
        "a number of null": number(number=None),
        "a number that is one": number(number=12065550123),
        "a name that is none": number(name=["x"]),
        "capabilities in one word": number(capabilities="voice"),
        "capabilities of numbers": number(capabilities=[1]),
        "a handler of 17": number(call_handler=17),
        "a day for a time": number(created_at="2025-01-15"),
        "no time": number(created_at="yesterday"),
        "seconds for a time": number(created_at={"s": 1}),
        "a record in a list": [number()],  # type: ignore[dict-item]
        "a record in data": {"data": number()},
    }
    for name, record in wrong_ones.items():
        ends = wrong(APIResponseValidationError, status_code=200, attempts=1, body=text(record))
        yield Case(f"number with {name}", (says(said(record)),), ends, "GET")
    twice = answer(200, b'{"id": "%b", ' % OTHER_ID.encode() + text(number())[1:])
    yield Case(
        "number with its id twice",
        (says(twice),),
        wrong(APIResponseValidationError, "'id' is given twice"),
        "GET",
    )


def errors() -> Iterator[Case]:
    """Both documented error bodies are read, and any other that is near to them."""
    bodies: dict[str, tuple[Any, tuple[FieldError, ...]]] = {
        "details": (
            {
                "errors": [
                    {"detail": "too short", "status": "422", "title": "Bad", "code": "c1"},
                    {"code": "c2"},
                ]
            },
            (FieldError("c1", "too short"), FieldError("c2", "c2")),
        ),
        "attributes": (
            {
                "errors": [
                    {
                        "type": "t",
                        "code": "c1",
                        "message": "too short",
                        "attribute": "name",
                        "url": "https://x",
                    }
                ]
            },
            (FieldError("c1", "too short", "name"),),
        ),
        "a title": ({"errors": [{"title": "Bad"}]}, (FieldError(None, "Bad"),)),
        "words in a list": ({"errors": ["too short"]}, (FieldError(None, "too short"),)),
        "a code": ({"error": {"code": "c1", "message": "too short"}}, (FieldError("c1", "too short"),)),
        "some that can't be read": ({"errors": [None, 5, {"code": "c1"}]}, (FieldError("c1", "c1"),)),
    }
    for name, (body, told) in bodies.items():
        for status, error in ((422, UnprocessableEntityError), (200, APIStatusError)):
            ends = wrong(error, status_code=status, errors=told)
            yield Case(f"{status} with {name}", (says(said(body, status)),), ends, "GET")
    for name, body in {
        "a reason": {"error": {"reason": 17}},
        "true": {"error": True},
        "a list of reasons": {"errors": [{"reason": 17}]},
        "words beside an empty list": {"error": "no", "errors": []},
    }.items():
        ends = wrong(APIStatusError, status_code=200)
        yield Case(f"200 with an error of {name}", (says(said(number(**body))),), ends, "GET")
    for name, nothing in {"null": {"error": None}, "an empty list": {"errors": []}}.items():
        yield Case(
            f"200 with an error of {name}",
            (says(said(number(**nothing))),),
            Right(phone_number(number(**nothing))),
            "GET",
        )


def updated(client: Any) -> Any:
    """Update the number."""
    return client.phone_numbers.update(ID, name="Support Line")


def updates() -> Iterator[Case]:
    """An update is repeated, and its answer is about the number it was sent to."""
    script = (hangs_up(), says(said({}, 503)), says(said(number())))
    right = Right(phone_number(number()))
    yield Case("update, cut off and refused", script, right, "PUT PUT PUT", calls=(updated,))
    ends = wrong(APIResponseValidationError, OTHER_ID)
    yield Case("update of another id", (says(said(number(id=OTHER_ID))),), ends, "PUT", calls=(updated,))


def ids() -> Iterator[Case]:
    """An id is text or a UUID, and nothing that would change the path."""
    bad = {
        "none": "",
        "a dot": ".",
        "two dots": "..",
        "a slash": "a/b",
        "a backslash": "a\\b",
        "a break": "a\r\nb",
    }
    for name, value in {**bad, "a surrogate": "\ud800", "17": 17, "null": None}.items():
        ends, call = wrong(InvalidRequestError, attempts=0), partial(get, value=value)
        yield Case(f"an id of {name}", (says(b""),), ends, "", calls=(call,), connections=0)
    script, right = (says(said(number())),), Right(phone_number(number()))
    yield Case("an id that is a UUID", script, right, "GET", calls=(partial(get, value=UUID(ID)),))


def get(client: Any, value: Any) -> Any:
    """Ask for a number by any id."""
    return client.phone_numbers.get(value)


def searched(client: Any) -> Any:
    """Search for a number."""
    return client.phone_numbers.search(areacode="206")


def searches() -> Iterator[Case]:
    """Both documented shapes of a search's items are one shape to the caller."""
    first = {
        "number": NUMBER,
        "region": "WA",
        "capabilities": {"voice": True, "sms": False, "fax": True},
        "lata": "674",
    }
    second = {
        "e164": NUMBER,
        "region": "WA",
        "capabilities": ["voice", "video"],
        "national_number_formatted": "(206) 555-0123",
    }
    found = [
        AvailablePhoneNumber(
            number=NUMBER, capabilities=(Capability.voice, Capability.fax), region="WA", lata="674"
        ),
        AvailablePhoneNumber(
            number=NUMBER,
            capabilities=(Capability.voice, Capability("video")),
            region="WA",
            national_format="(206) 555-0123",
        ),
    ]
    rows: dict[str, tuple[Any, Right | Wrong]] = {
        "in both shapes": ({"data": [first, second]}, Right(found)),
        "that finds nothing": ({"data": []}, Right([])),
        "with an item that can't be bought": ({"data": [{"region": "WA"}, first]}, Right(found[:1])),
        "without data": ({"links": {}}, wrong(APIResponseValidationError, attempts=1)),
        "refused inside a 200": ({"error": "no", "data": []}, wrong(APIStatusError, status_code=200)),
    }
    for name, (body, ends) in rows.items():
        yield Case(f"search {name}", (says(said(body)),), ends, "GET", calls=(searched,))


ROWS = (records, errors, updates, ids, searches)
