"""A call as a conversation: what is sent, how often, when it gives up, and what is told of it."""

import logging

import pytest

from numberwire._checks import Check
from numberwire._response import Response
from numberwire._retry import Policy
from numberwire._steps import NoResponse
from numberwire.definition import Definition
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APITimeoutError,
    BadRequestError,
    InternalServerError,
    InvalidRequestError,
    NotFoundError,
    RateLimitError,
)
from numberwire.options import Options
from tests.numberwire.conversation import (
    CUT_OFF,
    OPEN,
    REFUSED,
    UNSENT,
    VALUE,
    Comes,
    Conversation,
    operation,
)

GET, PUT, DELETE, POST, PATCH = (operation(method) for method in ("GET", "PUT", "DELETE", "POST", "PATCH"))
NO_IDEA = Response(200, (), b"<html>")
TIMED_OUT = Comes(NoResponse("the timeout or the deadline was reached", timed_out=True))


@pytest.fixture(autouse=True)
def longest_waits(monkeypatch):
    """Full jitter draws the longest wait, so that waits can be told."""
    monkeypatch.setattr("random.uniform", lambda _least, most: most)


def test_first_attempt():
    """A call that is answered asks for one attempt, and returns value, answer and envelope."""
    talk = Conversation()
    answered = talk.hold(GET, OPEN)
    assert (answered.value, answered.response, answered.envelope) == (VALUE, OPEN, VALUE)
    [attempt] = talk.attempts
    assert (attempt.request, attempt.expires, attempt.fresh, attempt.number) == (
        GET.request(),
        10.0,
        False,
        1,
    )
    assert talk.asked == ["GET /doors"]


def test_attempts_end_with_the_call():
    """An attempt has its timeout, and no more than what is left of the call's deadline."""
    talk = Conversation(options=Options(timeout=2, deadline=3))
    slow = Comes(NoResponse("the timeout or the deadline was reached", timed_out=True), after=2)
    assert talk.hold(GET, slow, OPEN).value == VALUE
    assert [attempt.expires for attempt in talk.attempts] == [2.0, 3.0]
    assert talk.asked == ["GET /doors", 0.2, "GET /doors"]


def test_three_attempts():
    """By default a call is tried three times, with waits whose ceiling doubles, and the error says so."""
    talk = Conversation()
    error = talk.failure(GET, Response(503), Response(502), Response(500, (("x-request-id", "r3"),)))
    assert talk.asked == ["GET /doors", 0.2, "GET /doors", 0.4, "GET /doors"]
    assert [attempt.number for attempt in talk.attempts] == [1, 2, 3]
    assert type(error) is InternalServerError
    assert str(error) == "GET /doors: 500: no reason given (3 attempts)"
    assert (error.method, error.path, error.status_code) == ("GET", "/doors", 500)
    assert (error.request_id, error.attempts) == ("r3", 3)


def test_longest_wait():
    """No wait's ceiling is above 4 s."""
    talk = Conversation(options=Options(max_retries=7, deadline=1000))
    talk.failure(GET, *[Response(500)] * 8)
    assert talk.asked[1::2] == [0.2, 0.4, 0.8, 1.6, 3.2, 4.0, 4.0]


def test_pause_tells_why():
    """A wait carries the error that makes the call be tried again."""
    talk = Conversation()
    talk.hold(GET, Response(503), OPEN)
    [pause] = talk.pauses
    assert str(pause.error) == "GET /doors: 503: no reason given"


PURCHASE = Policy(uncertain=False, fresh=True, costly=True)
REPEATED, ONCE = (2, True), (1, False)
FAILURES = {
    "not connected": (UNSENT, APIConnectionError),
    "429": (Response(429), RateLimitError),
    "408": (Response(408), Exception),
    "500": (Response(500), InternalServerError),
    "503": (Response(503), InternalServerError),
    "cut off": (CUT_OFF, APIConnectionError),
    "timed out": (TIMED_OUT, APITimeoutError),
    "unreadable": (NO_IDEA, APIResponseValidationError),
    "400": (Response(400), BadRequestError),
    "404": (Response(404), NotFoundError),
    "redirect": (Response(302), Exception),
}
SAFE = dict.fromkeys(("not connected", "429", "408", "500", "503", "cut off", "timed out"), True)
POLICY_TABLE = {
    "GET": (GET, {}, SAFE),
    "PUT": (PUT, {}, SAFE),
    "DELETE": (DELETE, {}, SAFE),
    "POST": (POST, {}, {"not connected": True}),
    "PATCH": (PATCH, {}, {"not connected": True}),
    "purchase": (POST, {"use_door": PURCHASE}, {"not connected": True, "429": True}),
    "PATCH that sets": (PATCH, {"use_door": Policy()}, SAFE),
}


@pytest.mark.parametrize("failed", FAILURES)
@pytest.mark.parametrize("row", POLICY_TABLE)
def test_policy(row, failed):
    """What is tried again after which failure is the policy's: a POST or PATCH never, once it was sent."""
    asked, policies, repeated = POLICY_TABLE[row]
    outcome, kind = FAILURES[failed]
    talk = Conversation(definition=Definition(name="doors", policies=policies))
    if repeated.get(failed):
        assert talk.hold(asked, outcome, OPEN).value == VALUE
        assert [attempt.request for attempt in talk.attempts] == [asked.request()] * 2
    else:
        error = talk.failure(asked, outcome)
        assert isinstance(error, kind)
        assert error.attempts == 1


def test_fresh():
    """A policy can ask that each attempt goes out on a connection that carried nothing before."""
    talk = Conversation(definition=Definition(name="doors", policies={"use_door": PURCHASE}))
    talk.hold(POST, Response(429), OPEN)
    assert [attempt.fresh for attempt in talk.attempts] == [True, True]


@pytest.mark.parametrize(
    ("lost", "kind", "message"),
    [
        (UNSENT, APIConnectionError, "GET /doors: no answer arrived: connection refused"),
        (
            TIMED_OUT,
            APITimeoutError,
            "GET /doors: no answer arrived: the timeout or the deadline was reached",
        ),
    ],
)
def test_no_answer(lost, kind, message):
    """Where no answer came, the error tells why, and whether time ran out."""
    error = Conversation(options=Options(max_retries=0)).failure(GET, lost)
    assert (type(error), str(error), error.status_code) == (kind, message, None)


def test_masked():
    """What a secret can be echoed in is masked: the message and the content that an error carries."""
    talk = Conversation(redact=lambda content: content.replace(b"secret", b"***"))
    error = talk.failure(GET, Response(404, (), b'{"error": "no door secret"}'))
    assert str(error) == "GET /doors: 404: no door ***"
    assert error.body == b'{"error": "no door ***"}'


@pytest.mark.parametrize(
    "content", [b"secret", b"x" * 196 + b"secret"], ids=["at its start", "where it is cut"]
)
def test_masked_excerpt(content):
    """No part of a secret shows in the excerpt of an answer that can't be read, wherever that is cut."""
    talk = Conversation(redact=lambda text: text.replace(b"secret", b"***"))
    error = talk.failure(GET, Response(200, (), content))
    assert "sec" not in str(error)
    assert b"sec" not in error.body


def test_masked_complaints():
    """Complaints and the request's id are masked too."""
    talk = Conversation(redact=lambda content: content.replace(b"secret", b"***"))
    content = b'{"errors": [{"code": "secret", "message": "a secret", "field": "secret"}]}'
    error = talk.failure(GET, Response(404, (("x-request-id", "secret-1"),), content))
    assert "secret" not in repr([error.errors, error.request_id])


def test_checked_before_it_is_sent():
    """A check that refuses ends the call before its first step; switched off, it lets it through."""
    definition = Definition(name="doors", checks={"use_door": (Check("shut", lambda _: "It is shut."),)})
    talk = Conversation(definition=definition)
    error = talk.failure(GET)
    assert (type(error), talk.asked) == (InvalidRequestError, [])
    through = Conversation(definition=definition, options=Options(checks={"shut": False}))
    assert through.hold(GET, OPEN).value == VALUE


def test_unsendable():
    """An operation that can't be made a request is refused by name, without showing the value."""
    asked = operation("GET", path_parameters=(("id", "../secret"),))
    error = Conversation().failure(asked)
    assert type(error) is InvalidRequestError
    assert str(error) == (
        "use_door: the path parameter 'id' is empty or dots, or has a character that is not allowed in a path"
    )
    assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize(
    ("policies", "sent", "logged"),
    [
        (
            {"use_door": PURCHASE},
            True,
            ["use_door was cancelled after sending (+12065550123); it may have taken effect."],
        ),
        ({"use_door": PURCHASE}, False, []),
        ({}, True, []),
    ],
    ids=["costly and sent", "costly, not sent", "not costly"],
)
def test_given_up(policies, sent, logged, caplog):
    """A costly call that its caller gives up after it was sent is logged as a warning, and what was raised goes on."""
    talk = Conversation(definition=Definition(name="doors", policies=policies))
    steps = talk.exchange().steps(operation("POST", body="+12065550123"))
    attempt = steps.send(None)
    attempt.sent = sent
    with caplog.at_level(logging.WARNING, "numberwire"), pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt())
    assert [message.partition(":")[0] for message in caplog.messages] == logged


def test_refused_is_the_outcome_it_was():
    """An outcome is never changed by what is made of it."""
    Conversation(options=Options(max_retries=0)).failure(GET, UNSENT)
    assert NoResponse("connection refused") == REFUSED
