"""Handlers as values: one type each, with exactly its parameters, written to and read back from a number's fields."""

import warnings
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire.signalwire import handlers
from numberwire.signalwire.handlers.kind import fields_of
from numberwire_api.signalwire.handlers import HANDLERS
from numberwire_api.signalwire.models import CallHandler, HttpMethod, MessageHandler, PhoneNumber
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

CALL = {getattr(handlers.call, name).handler: getattr(handlers.call, name) for name in handlers.call.__all__}
MESSAGE = {
    getattr(handlers.message, name).handler: getattr(handlers.message, name)
    for name in handlers.message.__all__
}
ROWS = [("call", HANDLERS["call_handler"], CALL), ("message", HANDLERS["message_handler"], MESSAGE)]
EVERY = [
    pytest.param(prefix, value, row, kinds[value], id=f"{prefix}-{value}")
    for prefix, table, kinds in ROWS
    for value, row in table.items()
]
every = pytest.mark.parametrize(("prefix", "value", "row", "kind_of_handler"), EVERY)


@pytest.mark.parametrize(("prefix", "table", "kinds"), ROWS, ids=["call", "message"])
def test_one_type_each(prefix, table, kinds):
    """There is one type for each handler that can be set, and none besides."""
    assert set(kinds) == set(table)


@every
def test_parameters(prefix, value, row, kind_of_handler):
    """A handler has exactly its documented parameters, under short names; the required ones come first."""
    fields = msgspec.structs.fields(kind_of_handler)
    names = tuple(f"{prefix}_{field.name}" for field in fields)
    assert names == row.parameters == kind_of_handler.parameters
    assert [name for name, field in zip(names, fields, strict=True) if field.required] == list(row.required)


@every
def test_wire(prefix, value, row, kind_of_handler):
    """Expanded, it is the handler and the parameters that were given."""
    given_all = {name: f"https://example.com/{name}" for name in row.parameters}
    made = kind_of_handler(*given_all.values())
    assert fields_of(made) == {f"{prefix}_handler": value, **given_all}
    needed = {name: given_all[name] for name in row.required}
    assert fields_of(kind_of_handler(*needed.values())) == {f"{prefix}_handler": value, **needed}


@every
def test_frozen(prefix, value, row, kind_of_handler):
    """A handler is a value: equal to its like, hashable, and unchangeable."""
    some, others = (dict.fromkeys(kind_of_handler.__struct_fields__, text) for text in "ab")
    made = kind_of_handler(**some)
    assert made == kind_of_handler(**some) != kind_of_handler(**others)
    assert len({made, kind_of_handler(**some)}) == 1
    with pytest.raises(AttributeError, match="immutable"):
        setattr(made, msgspec.structs.fields(made)[0].name, "b")


def test_alike_and_other():
    """Handlers of calls and of messages are never equal, whatever they have in common."""
    assert handlers.call.RelayTopic("office") != handlers.message.RelayTopic("office")


TEXTS = st.text(min_size=1)


@st.composite
def values(draw, kinds):
    """Any handler with any of its parameters."""
    kind_of_handler = kinds[draw(st.sampled_from(sorted(kinds)))]
    first, *rest = msgspec.structs.fields(kind_of_handler)
    given_fields = {first.name: draw(TEXTS)}
    for field in rest:
        methods = st.sampled_from(["GET", "POST", HttpMethod.GET])
        given_fields[field.name] = draw(st.none() | (methods if field.name.endswith("_method") else TEXTS))
    return kind_of_handler(**given_fields)


def number_of(**fields):
    """A number as an answer gives it: with every field of other handlers in its way."""
    return PhoneNumber(
        id=ID, number=NUMBER, **{"call_verto_resource": "x", "message_relay_topic": "y", **fields}
    )


@given(values(CALL))
def test_call_round_trip(value):
    """A number tells its call handler back as the value that set it."""
    wire = fields_of(value)
    assert handlers.call_of(number_of(**{**wire, "call_handler": CallHandler(wire["call_handler"])})) == value


@given(values(MESSAGE))
def test_message_round_trip(value):
    """A number tells its message handler back as the value that set it."""
    wire = fields_of(value)
    assert (
        handlers.message_of(number_of(**{**wire, "message_handler": MessageHandler(wire["message_handler"])}))
        == value
    )


@pytest.mark.parametrize(
    "name", ["VideoRoom", "LamlApplication", "Dialogflow", "RelayConnector", "RelaySipEndpoint"]
)
def test_ids(name):
    """An id may be given as a UUID; it is the same value as its text."""
    made = getattr(handlers.call, name)
    assert made(UUID(ID)) == made(ID)
    assert fields_of(made(UUID(ID))) == fields_of(made(ID))


ANSWERS_ONLY = ["call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue"]


@pytest.mark.parametrize("value", [*ANSWERS_ONLY, "newer_than_this"])
def test_other(value):
    """A handler that only answers carry, or that is newer than this library, is told by its name."""
    assert handlers.call_of(number_of(call_handler=CallHandler(value))) == handlers.Other(value)
    assert handlers.message_of(number_of(message_handler=MessageHandler(value))) == handlers.Other(value)
    assert type(handlers.call_of(number_of(call_handler=CallHandler(value))).value) is str


def test_none():
    """A number without a handler has none."""
    assert (handlers.call_of(number_of()), handlers.message_of(number_of())) == (None, None)


def test_through_the_sandbox(kind, sandbox):
    """What was set is read back from the API: each handler in turn, replacing the one before it."""
    [number_id] = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    for prefix, _, kinds in ROWS:
        for made in (kind_of_handler(f"https://example.com/{ID}") for kind_of_handler in kinds.values()):
            value = made if "_id" not in msgspec.structs.fields(made)[0].name else type(made)(ID)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                fields = {prefix: value}
                number = kind.drive(
                    client, lambda one, given=fields: one.phone_numbers.update(number_id, **given)
                )
            assert getattr(handlers, f"{prefix}_of")(number) == value


@pytest.mark.parametrize(
    ("prefix", "made", "warned"),
    [
        (
            "call",
            handlers.call.RelayContext("office"),
            ["call_handler 'relay_context'", "call_relay_context"],
        ),
        (
            "message",
            handlers.message.RelayContext("office"),
            ["message_handler 'relay_context'", "message_relay_context"],
        ),
        ("call", handlers.call.RelayTopic("office"), []),
    ],
)
def test_deprecated(kind, prefix, made, warned):
    """Setting a deprecated handler warns at the caller's line, with the replacement."""
    client = kind.rest(Script(said(RECORD)))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kind.drive(client, lambda one: one.phone_numbers.update(ID, **{prefix: made}))
    assert [str(one.message).partition(" is deprecated: use ")[0] for one in caught] == warned
    assert {one.category for one in caught} <= {DeprecationWarning}
    # Of an async call that an event loop carries on, it is the line that awaits it.
    assert {Path(one.filename).name for one in caught} <= {"test_handlers.py", "subjects.py"}
