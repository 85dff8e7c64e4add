"""Handlers as values: one type each, with exactly its parameters, written to and read back from a number's fields."""

import copy
import itertools
import warnings
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire import CLEAR
from numberwire.errors import InvalidRequestError, NumberwireWarning
from numberwire.signalwire import handlers
from numberwire.signalwire.handlers._kind import CALL_CLASSES, MESSAGE_CLASSES
from numberwire_api import handler_fields
from numberwire_api.signalwire.handlers import HANDLERS
from numberwire_api.signalwire.models import CallHandler, HttpMethod, MessageHandler, PhoneNumber
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

CALL = {name: getattr(handlers.call, kind.__name__) for name, kind in CALL_CLASSES.items()}
MESSAGE = {name: getattr(handlers.message, kind.__name__) for name, kind in MESSAGE_CLASSES.items()}
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
    short = [name.removeprefix(f"{prefix}_") for name in row.parameters]
    assert ([field.name for field in fields], kind_of_handler.parameters) == (short, row.parameters)
    needed = [name for name, field in zip(row.parameters, fields, strict=True) if field.required]
    assert needed == list(row.required)


@every
def test_wire(prefix, value, row, kind_of_handler):
    """Expanded, it is the handler and the parameters that were given."""
    given_all = {name: f"https://example.com/{name}" for name in row.parameters}
    made = kind_of_handler(*given_all.values())
    assert handler_fields(made) == {f"{prefix}_handler": value, **given_all}
    needed = {name: given_all[name] for name in row.required}
    assert handler_fields(kind_of_handler(*needed.values())) == {f"{prefix}_handler": value, **needed}


@every
def test_frozen(prefix, value, row, kind_of_handler):
    """A handler is a value: equal to its like, hashable, and unchangeable."""
    some, others = (dict.fromkeys(kind_of_handler.__struct_fields__, text) for text in "ab")
    made = kind_of_handler(**some)
    assert made == kind_of_handler(**some) != kind_of_handler(**others)
    assert len({made, kind_of_handler(**some)}) == 1
    with pytest.raises(AttributeError, match="immutable"):
        setattr(made, msgspec.structs.fields(made)[0].name, "b")


ALLOWED = f"Allowed: {', '.join(handlers.call.LamlWebhooks.__struct_fields__)}."


@pytest.mark.parametrize(
    ("values", "fields", "said"),
    [
        ((), {"url": "x"}, "LamlWebhooks has no url. Did you mean request_url?"),
        (("x",), {"falback_url": "x"}, "LamlWebhooks has no falback_url. Did you mean fallback_url?"),
        (
            ("x",),
            {"call_request_method": "x"},
            "LamlWebhooks has no call_request_method. Did you mean request_method?",
        ),
        ((), {}, f"LamlWebhooks needs request_url. {ALLOWED}"),
        (("x",) * 9, {}, f"LamlWebhooks takes at most 6 arguments by position, not 9. {ALLOWED}"),
    ],
    ids=["short", "misspelt", "the field's name", "missing", "too many"],
)
def test_wrong_arguments(values, fields, said):
    """A wrong argument of a handler is named, with the one that was meant."""
    with pytest.raises(TypeError) as caught:
        handlers.call.LamlWebhooks(*values, **fields)
    assert str(caught.value) == said


def test_all_parameters_are_named():
    """Where none of its parameters is near, all are named."""
    with pytest.raises(TypeError) as caught:
        handlers.call.RelayTopic(colour="red")
    allowed = ", ".join(handlers.call.RelayTopic.__struct_fields__)
    assert str(caught.value) == f"RelayTopic has no colour. Allowed: {allowed}."


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
    wire = handler_fields(value)
    assert handlers.call_of(number_of(**{**wire, "call_handler": CallHandler(wire["call_handler"])})) == value


@given(values(MESSAGE))
def test_message_round_trip(value):
    """A number tells its message handler back as the value that set it."""
    wire = handler_fields(value)
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
    assert handler_fields(made(UUID(ID))) == handler_fields(made(ID))


ANSWERS_ONLY = ["call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue"]


@pytest.mark.parametrize("value", [*ANSWERS_ONLY, "newer_than_this"])
def test_other(value):
    """A handler that only answers carry, or that is newer than this library, is told by its name."""
    assert handlers.call_of(number_of(call_handler=CallHandler(value))) == handlers.Other(value)
    assert handlers.message_of(number_of(message_handler=MessageHandler(value))) == handlers.Other(value)
    assert type(handlers.call_of(number_of(call_handler=CallHandler(value))).value) is str


KEPT = "call_handler was to stay 'ai_agent', which can't be set, and is {!r} now."


@pytest.mark.parametrize(
    ("now", "warned"),
    [("ai_agent", []), ("relay_topic", [KEPT.format("relay_topic")]), (None, [KEPT.format(None)])],
)
def test_other_is_written_back(kind, now, warned):
    """A handler that can't be set and was read from the record stays as it is; a change by somebody else is told."""
    number = number_of(call_handler=CallHandler("ai_agent"), message_handler=MessageHandler(""))
    server = Script(said({**RECORD, "call_handler": now}))
    fields = {"call": handlers.call_of(number), "message": handlers.message_of(number), "whole": True}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kind.drive(kind.rest(server), lambda one: one.phone_numbers.update(number, **fields))
    assert server.bodies == [{"message_handler": ""}]
    assert [str(warning.message) for warning in caught] == warned


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", HANDLERS["call_handler"])
def test_incomplete_handler_is_written_back(kind, name, whole):
    """A handler that the record shows without what it needs stays as it is, where it was read from that record."""
    (needed,) = HANDLERS["call_handler"][name].required
    number = number_of(call_handler=CallHandler(name), **{needed: None})
    server = Script(said({**RECORD, "call_handler": name}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call = handlers.call_of(number)
        kind.drive(
            kind.rest(server), lambda one: one.phone_numbers.update(number, call=call, name="A", whole=whole)
        )
    assert server.bodies == [{"name": "A"}]
    with pytest.raises(InvalidRequestError, match="is missing"):
        kind.drive(kind.rest(Script()), lambda one: one.phone_numbers.update(ID, call=call))


def test_empty_handler_is_not_kept(kind):
    """A handler without what it needs is refused where the record shows another value of it."""
    number = number_of(call_handler=CallHandler("relay_topic"), call_relay_topic="office")
    empty = handlers.call.RelayTopic("")
    with pytest.raises(InvalidRequestError, match="call_relay_topic is missing"):
        kind.drive(kind.rest(Script()), lambda one: one.phone_numbers.update(number, call=empty))


@pytest.mark.parametrize("message", [None, "newer_than_this"])
@pytest.mark.parametrize(("now", "warned"), [("ai_agent", []), ("call_flow", [KEPT.format("call_flow")])])
def test_nothing_but_others_is_written_back(kind, message, now, warned):
    """Where nothing of what was read can be set, writing it back changes nothing: the number is read again."""
    number = number_of(
        call_handler=CallHandler("ai_agent"), message_handler=message and MessageHandler(message)
    )
    server = Script(said({**RECORD, "call_handler": now, "message_handler": message}))
    fields = {"call": handlers.call_of(number), "message": handlers.message_of(number) if message else None}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        kind.drive(kind.rest(server), lambda one: one.phone_numbers.update(number, **fields))
    assert [call.partition(" ")[0] for call in server.calls] == ["GET"]
    assert [str(warning.message) for warning in caught] == warned


def test_other_is_not_set(kind):
    """A handler that can't be set is refused where the number isn't known to have it."""
    other = handlers.Other("ai_agent")
    for number in (ID, number_of(), number_of(call_handler=CallHandler("call_flow"))):
        with pytest.raises(InvalidRequestError, match="only answers carry this handler"):
            kind.drive(
                kind.rest(Script()), lambda one, given=number: one.phone_numbers.update(given, call=other)
            )


def test_none():
    """A number without a handler has the value for none, which is false and says its name."""
    for number in (number_of(), number_of(call_handler=CallHandler(""), message_handler=MessageHandler(""))):
        assert handlers.call_of(number) is handlers.message_of(number) is handlers.NONE
    assert (bool(handlers.NONE), repr(handlers.NONE)) == (False, "handlers.NONE")
    assert copy.deepcopy(handlers.NONE) is handlers.NONE


@pytest.mark.parametrize("none", [handlers.NONE, CLEAR], ids=repr)
@pytest.mark.parametrize("prefix", ["call", "message"])
def test_unrouted(kind, sandbox, prefix, none):
    """Setting no handler takes the number's away, and leaves the other kind's as it is."""
    [number_id] = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    topics = {"call": handlers.call.RelayTopic("a"), "message": handlers.message.RelayTopic("a")}
    kind.drive(client, lambda one: one.phone_numbers.update(number_id, **topics))
    number = kind.drive(client, lambda one: one.phone_numbers.update(number_id, **{prefix: none}))
    read = {"call": handlers.call_of(number), "message": handlers.message_of(number)}
    assert read == {**topics, prefix: handlers.NONE}


def warnings_of(kind, answer, **fields):
    """The warnings of an update that is answered with these fields."""
    server = Script(said({**RECORD, **answer}))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", DeprecationWarning)  # another subject, and the documentation's to say
        kind.drive(kind.rest(server), lambda one: one.phone_numbers.update(ID, **fields))
    assert {one.category for one in caught} <= {NumberwireWarning}
    assert {Path(one.filename).name for one in caught} <= {"test_handlers.py", "subjects.py"}
    return [str(one.message) for one in caught]


OTHERS = (
    "{} was set but has no effect: it belongs to {} {!r}, and the number's is {!r}. To make it take effect, "
    "set {}."
)
URL, OLD = "https://example.com/new", "https://example.com/old"


@pytest.mark.parametrize("in_force", ["relay_topic", "ai_agent", None])
def test_without_effect(kind, in_force):
    """A parameter of a handler that the answer shows not in force was stored and changes nothing: a warning says so."""
    found = warnings_of(
        kind, {"call_handler": in_force, "call_request_url": URL}, call_request_url=URL, name="Desk"
    )
    words = OTHERS.format(
        "call_request_url", "call_handler", "laml_webhooks", in_force, "call= or call_handler="
    )
    assert found == [words]


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        ({"call_handler": "laml_webhooks", "call_request_url": URL}, {"call_request_url": URL}),
        ({"call_handler": "relay_topic", "call_relay_topic": "a"}, {"call_relay_application": "a"}),
        ({"call_handler": "relay_topic"}, {"call_request_url": CLEAR}),
        ({"call_handler": "relay_topic"}, {"call_receive_mode": "fax", "name": "Desk"}),
        ({}, {"call_request_url": URL}),
        (
            {"call_handler": "laml_webhooks", "call_request_url": URL, "call_request_method": "POST"},
            {"call": handlers.call.LamlWebhooks(URL)},
        ),
    ],
)
def test_with_effect(kind, answer, fields):
    """Nothing is warned of where the parameter counts, was emptied, or the answer leaves handlers out."""
    assert warnings_of(kind, answer, **fields) == []


def test_left_over(kind):
    """A parameter from before, which the value that was set does not name, is told of; methods have a default."""
    answer = {
        "call_handler": "laml_webhooks",
        "call_request_url": URL,
        "call_fallback_url": OLD,
        "call_fallback_method": "POST",
    }
    words = (
        f"call_fallback_url is still {OLD!r}, from before: call= does not name it. "
        "To clear the parameters that call= does not name, pass whole=True."
    )
    assert warnings_of(kind, answer, call=handlers.call.LamlWebhooks(URL)) == [words]
    assert warnings_of(kind, answer, call=handlers.call.LamlWebhooks(URL, fallback_url=OLD)) == []


def test_whole(kind, sandbox):
    """A handler set as a whole leaves nothing of the one before it."""
    [number_id] = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    full = handlers.call.LamlWebhooks(OLD, "GET", OLD, "GET", OLD, "GET")
    kind.drive(client, lambda one: one.phone_numbers.update(number_id, call=full))
    number = kind.drive(
        client,
        lambda one: one.phone_numbers.update(number_id, call=handlers.call.LamlWebhooks(URL), whole=True),
    )
    assert handlers.call_of(number) == handlers.call.LamlWebhooks(URL, "POST", None, "POST", None, "POST")


def test_emptied_beside_a_value(kind):
    """What a value does not name may be emptied beside it, and so may another handler's parameter."""
    server = Script(said(RECORD))
    fields = {"call_fallback_url": CLEAR, "call_relay_topic": CLEAR}
    kind.drive(
        kind.rest(server),
        lambda one: one.phone_numbers.update(ID, call=handlers.call.LamlWebhooks(URL), **fields),
    )
    assert server.bodies == [
        {
            "call_handler": "laml_webhooks",
            "call_request_url": URL,
            "call_fallback_url": "",
            "call_relay_topic": "",
        }
    ]


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


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("prefix", "table", "kinds"), ROWS, ids=["call", "message"])
def test_undo_takes_one_request(sandbox, prefix, table, kinds):
    """One update with what was read from a record takes a number back to it, whatever it did before and after."""
    [number_id] = sandbox.add_numbers(1)
    numbers = sandbox.client().phone_numbers
    parameters = {name: msgspec.structs.fields(made)[0].name for name, made in kinds.items()}
    values = [kinds[name](ID if "_id" in parameters[name] else URL) for name in table]
    for value, other in itertools.permutations([handlers.NONE, *values], 2):
        before = numbers.update(number_id, whole=True, **{prefix: value})
        numbers.update(number_id, whole=True, **{prefix: other})
        read = getattr(handlers, f"{prefix}_of")(before)
        after = numbers.update(before, whole=True, **{prefix: read})
        assert handlers.effective(after) == handlers.effective(before)


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


LAML = {"call_handler": "laml_webhooks", "call_request_url": "https://example.com"}


def number(**fields):
    """A number with some fields."""
    return PhoneNumber(id=ID, number=NUMBER, **fields)


def test_normal():
    """A method that is not set is POST, and an empty text is nothing; the rest stays."""
    webhooks = handlers.call.LamlWebhooks
    assert handlers.normal(webhooks("https://example.com", fallback_url="")) == webhooks(
        "https://example.com", request_method="POST", fallback_method="POST", status_callback_method="POST"
    )
    assert handlers.normal(webhooks("https://example.com", request_method="GET")).request_method == "GET"
    assert handlers.normal(handlers.NONE) is handlers.NONE
    assert handlers.normal(handlers.Other("ai_agent")) == handlers.Other("ai_agent")


def test_effective():
    """Records that mean the same are equal: null, empty and missing; POST said or not; an alias."""
    plain = number(**LAML)
    wordy = number(
        **LAML, name="", call_request_method="POST", call_fallback_url="", call_receive_mode="voice"
    )
    assert handlers.effective(plain) == handlers.effective(wordy)
    assert handlers.effective(plain) != handlers.effective(number(**LAML, call_request_method="GET"))
    assert handlers.effective(number()) == handlers.Effective(None, "voice", handlers.NONE, handlers.NONE)
    topic = number(call_handler="relay_topic", call_relay_application="office")
    assert handlers.effective(topic).call == handlers.call.RelayTopic("office")
    other = number(call_handler="ai_agent", message_handler="carrier_pigeon")
    assert (handlers.effective(other).call, handlers.effective(other).message) == (
        handlers.Other("ai_agent"),
        handlers.Other("carrier_pigeon"),
    )


def test_leftovers():
    """What a number carries of handlers that are not in force, without methods; of unknown handlers nothing is told."""
    carried = {
        "call_request_url": "https://old.example.com",
        "call_request_method": "GET",
        "call_verto_resource": "x",
    }
    topic = {"call_handler": "relay_topic", "call_relay_topic": "office", "call_relay_application": "office"}
    assert handlers.leftovers(number(**carried, **topic)) == {
        "call_request_url": "https://old.example.com",
        "call_verto_resource": "x",
    }
    assert handlers.leftovers(number(**LAML)) == {}
    assert handlers.leftovers(number(**carried)).keys() == {"call_request_url", "call_verto_resource"}
    assert handlers.leftovers(number(**carried, call_handler="ai_agent")) != {}
    assert handlers.leftovers(number(**carried, call_handler="carrier_pigeon")) == {}


def test_leftovers_can_be_emptied(sandbox):
    """An update with each leftover cleared leaves none, and what the number does as it was."""
    client = sandbox.client()
    [number_id] = sandbox.add_numbers(1)
    client.phone_numbers.update(number_id, call=handlers.call.LamlWebhooks("https://old.example.com"))
    before = client.phone_numbers.update(number_id, call=handlers.call.RelayTopic("office"))
    after = client.phone_numbers.update(before, **dict.fromkeys(handlers.leftovers(before), CLEAR))
    assert handlers.leftovers(before) == {"call_request_url": "https://old.example.com"}
    assert handlers.leftovers(after) == {}
    assert handlers.effective(after) == handlers.effective(before)
