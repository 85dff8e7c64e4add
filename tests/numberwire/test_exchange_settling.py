"""Calls whose outcome is unknown: the policy asks what became of them before anything else is done."""

import logging

import pytest

from numberwire._response import Response
from numberwire._retry import KnownOutcome, Policy
from numberwire._steps import CallResult, NoResponse
from numberwire.definition import Definition
from numberwire.errors import APIConnectionError, InternalServerError, NotFoundError, NumberwireError
from numberwire.options import Options
from tests.numberwire.conversation import (
    CUT_OFF,
    EPOCH,
    OPEN,
    UNSENT,
    VALUE,
    Comes,
    Conversation,
    Door,
    operation,
)

POST = operation("POST")
LOOK = operation("GET", "look")
OTHER = Response(200, (("x-request-id", "look-1"),), b'{"id": "d8"}')


@pytest.fixture(autouse=True)
def longest_waits(monkeypatch):
    """Full jitter draws the longest wait, so that waits can be told."""
    monkeypatch.setattr("random.uniform", lambda _least, most: most)


def talk_of(settle, **fields):
    """A conversation in which a lost POST is settled so."""
    policy = Policy(**{"uncertain": False, "settle": settle, **fields})
    return Conversation(definition=Definition(name="doors", policies={"use_door": policy}))


def looking(_operation, _unknown):
    """Looks once, and takes what it finds."""
    answered = yield LOOK
    return KnownOutcome(answered.value)


def missing(_operation, _unknown):
    """Looks once; what is gone is settled."""
    try:
        yield LOOK
    except NotFoundError:
        return KnownOutcome(None)
    return None


@pytest.mark.parametrize(
    "uncertain",
    [CUT_OFF, Response(500), Response(503), Response(408), Response(200, (), b"<html>")],
    ids=["cut off", "500", "503", "408", "unreadable"],
)
def test_settled(uncertain):
    """After an uncertain failure the call is looked up, and what is found is its value."""
    talk = talk_of(looking)
    assert talk.hold(POST, uncertain, OTHER) == CallResult(Door("d8"), OTHER, Door("d8"))
    assert talk.asked == ["POST /doors", "GET /doors"]


@pytest.mark.parametrize("failed", [Response(404), Response(422), Response(302)], ids=["404", "422", "302"])
def test_certain(failed):
    """An answer that says no is certain: nothing is looked up."""
    talk = talk_of(looking)
    assert talk.failure(POST, failed).status_code == failed.status


def test_not_sent():
    """A call that was not sent is tried again without being looked up."""
    talk = talk_of(looking)
    assert talk.hold(POST, UNSENT, OPEN).value == VALUE
    assert talk.asked == ["POST /doors", 0.2, "POST /doors"]


def test_settled_by_an_error():
    """A look-up may be settled by an error: its answer is the one that settled the call."""
    talk = talk_of(missing)
    gone = Response(404, (("x-request-id", "look-2"),), b'{"error": "Not found"}')
    assert talk.hold(POST, CUT_OFF, gone) == CallResult(None, Response(404, (), b'{"error": "Not found"}'))


def test_unsettled():
    """What can't be settled follows the policy: here it fails, and there it is tried again."""
    talk = talk_of(missing)
    assert type(talk.failure(POST, CUT_OFF, OPEN)) is APIConnectionError
    again = talk_of(missing, uncertain=True)
    assert again.hold(POST, CUT_OFF, OPEN, OPEN).value == VALUE
    assert again.asked == ["POST /doors", "GET /doors", 0.2, "POST /doors"]


def test_look_up_is_a_call():
    """A look-up has retries of its own, on the connections its call asks for, within its call's deadline."""
    talk = talk_of(looking, fresh=True)
    talk.options = Options(timeout=10, deadline=12)
    talk.hold(POST, Comes(Response(500), after=9), Response(503), OTHER)
    assert talk.asked == ["POST /doors", "GET /doors", 0.2, "GET /doors"]
    assert [(one.number, one.expires, one.fresh) for one in talk.attempts] == [
        (1, 10.0, True),
        (1, 12.0, True),
        (2, 12.0, True),
    ]


def test_look_up_knows():
    """A look-up is told when its call was first sent, what happened to it, and where the API is."""
    told = []

    def noting(asked, unknown):
        told.append((asked, unknown.since, str(unknown.error), unknown.base_url))
        return KnownOutcome(VALUE)
        yield

    talk = talk_of(noting)
    talk.clock.seconds = 5.0
    talk.hold(POST, UNSENT, Comes(Response(500), after=3))
    message = "POST /doors: 500: no reason given (2 attempts)"
    assert told == [(POST, EPOCH + 5.0, message, "https://api.example.com")]


def test_waits():
    """A look-up may wait, though not longer than its call's deadline."""

    def patient(_operation, _unknown):
        yield 2
        yield 100.0
        return KnownOutcome((yield LOOK))

    talk = talk_of(patient)
    error = talk.failure(
        POST,
        CUT_OFF,
        Comes(NoResponse("the timeout or the deadline was reached", timed_out=True), sent=False),
    )
    assert talk.asked == ["POST /doors", 2, 28.0, "GET /doors"]
    assert str(error) == "GET /doors: no answer arrived: the timeout or the deadline was reached"


def test_look_up_raises():
    """What a look-up raises is what the call ends in."""

    class UnknownError(NumberwireError):
        pass

    def failing(_operation, _unknown):
        try:
            yield LOOK
        except InternalServerError as error:
            why = str(error)
        raise UnknownError(why)

    talk = talk_of(failing)
    talk.options = Options(max_retries=0)
    error = talk.failure(POST, CUT_OFF, Response(500))
    assert (type(error), str(error)) == (UnknownError, "GET /doors: 500: no reason given")


@pytest.mark.parametrize("at", ["the look-up", "its wait"])
def test_given_up_while_looked_up(at, caplog):
    """A costly call that its caller gives up while it is looked up is logged too: it was sent."""

    def waiting(_operation, _unknown):
        if at == "its wait":
            yield 1.0
        return KnownOutcome((yield LOOK))

    steps = talk_of(waiting, costly=True).exchange().steps(operation("POST", body="+12065550123"))
    steps.send(None).sent = True
    steps.send(NoResponse("connection reset"))
    with caplog.at_level(logging.WARNING, "numberwire"), pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt())
    assert [message.partition(":")[0] for message in caplog.messages] == [
        "use_door was cancelled after sending (+12065550123); it may have taken effect."
    ]
