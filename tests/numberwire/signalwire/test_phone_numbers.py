"""The methods of ``client.phone_numbers``, from a search to a release, against the sandbox."""

import functools
import json
from datetime import timedelta
from typing import Any

import pytest

from numberwire import CLEAR
from numberwire.errors import (
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    UnprocessableEntityError,
)
from numberwire.sandbox import Rate, Sandbox
from numberwire.signalwire import handlers

HOST = "example.signalwire.com"
EXAMPLE = """\
from numberwire.signalwire import RestClient

client = RestClient(
    project="your-project-id",
    token="your-api-token",
    host="your-space.signalwire.com",
)

client.phone_numbers.update("phone-number-id", name="Support Line")
"""
"""The example of the page "REST client: update", with its import line changed."""


@pytest.fixture
def client(kind, sandbox):
    """A client of the sandbox."""
    return kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox)


def test_life_of_a_number(kind, sandbox, client):
    """A number is found, bought, configured, listed, retrieved and, two weeks later, released."""

    def do(call):
        return kind.drive(client, lambda one: call(one.phone_numbers))

    found = do(lambda numbers: numbers.search(areacode="503", max_results=3))
    bought = do(lambda numbers: numbers.purchase(found[0].number))
    voice = handlers.call.LamlWebhooks(request_url="https://example.com/voice")
    set_up = do(lambda numbers: numbers.update(bought.id, name="Support Line", call=voice))
    assert (set_up.name, handlers.call_of(set_up)) == ("Support Line", voice)
    assert kind.gather(client.phone_numbers.list(filter_name="Support")) == [set_up]
    assert do(lambda numbers: numbers.get(bought.id)) == set_up
    with pytest.raises(UnprocessableEntityError, match="purchased_too_recently"):
        do(lambda numbers: numbers.release(bought.id))
    sandbox.clock.advance(timedelta(days=15))
    assert do(lambda numbers: numbers.release(bought.id)) is None
    with pytest.raises(NotFoundError):
        do(lambda numbers: numbers.get(bought.id))


def test_every_number(kind, sandbox, client):
    """A listing gives every number, whatever its pages hold."""
    ids = sandbox.add_numbers(25)
    listed = kind.gather(client.phone_numbers.list(page_size=4))
    assert [number.id for number in listed] == ids[::-1]


def test_rows(kind, sandbox, client):
    """Every number is a row of the same columns, whatever it lacks, of plain values that JSON gives back unchanged."""
    sandbox.add_numbers(2, name="Desk")
    sandbox.add_numbers(1, call_handler="newer_than_this")
    rows = [number.to_dict() for number in kind.gather(client.phone_numbers.list())]
    assert len({tuple(row) for row in rows}) == 1
    assert json.loads(json.dumps(rows)) == rows


def test_changing_and_writing_back(kind, sandbox, client):
    """A number that is read, changed and written back keeps what was not changed."""
    [number_id] = sandbox.add_numbers(1)
    topic = handlers.call.RelayTopic("office", "https://example.com/status")
    kind.drive(client, lambda one: one.phone_numbers.update(number_id, name="Desk", call=topic))
    read = kind.drive(client, lambda one: one.phone_numbers.get(number_id))
    written = kind.drive(
        client, lambda one: one.phone_numbers.update(number_id, name="Hall", call=handlers.call_of(read))
    )
    assert (written.name, handlers.call_of(written)) == ("Hall", topic)


def test_newer_handler(kind, sandbox, client):
    """A number with a handler that is newer than this library is read all the same."""
    [number_id] = sandbox.add_numbers(1, call_handler="newer_than_this")
    number = kind.drive(client, lambda one: one.phone_numbers.get(number_id))
    assert handlers.call_of(number) == handlers.Other("newer_than_this")


def test_writing_back_what_cannot_be_set(kind, sandbox, client):
    """A number whose handlers are all newer than this library is the same after it was changed and written back."""
    [number_id] = sandbox.add_numbers(1, call_handler="newer_than_this", message_handler="newer_as_well")
    read = kind.drive(client, lambda one: one.phone_numbers.get(number_id))
    kind.drive(client, lambda one: one.phone_numbers.update(read, name="Hall"))
    whole = {"call": handlers.call_of(read), "message": handlers.message_of(read), "whole": True}
    kind.drive(client, lambda one: one.phone_numbers.update(read, **whole))
    written = kind.drive(client, lambda one: one.phone_numbers.update(read, name=read.name or CLEAR, **whole))
    assert handlers.effective(written) == handlers.effective(read)
    assert [write.operation for write in sandbox.writes] == ["update_phone_number"] * 2


def test_credentials(kind, sandbox):
    """Wrong credentials are a 401, a token without the scope a 403."""
    for token, error in (("wrong", AuthenticationError), (sandbox.unscoped_token, PermissionDeniedError)):
        client = kind.rest_class(sandbox.project, token, HOST, transport=sandbox)
        with pytest.raises(error):
            kind.drive(client, lambda one: one.phone_numbers.search())


def test_rate_limit(kind, at_once, monkeypatch):
    """A call that comes too often waits as long as it is told, and then succeeds."""
    sandbox, waited = Sandbox(rate=Rate(1, 5)), []
    [number_id] = sandbox.add_numbers(1)

    def wait(seconds):
        waited.append(seconds)
        sandbox.clock.advance(seconds)

    async def wait_async(seconds):
        wait(seconds)

    monkeypatch.setattr("numberwire.client.time.sleep", wait)
    monkeypatch.setattr("asyncio.sleep", wait_async)
    client = kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox)
    for _ in range(2):
        assert kind.drive(client, lambda one: one.phone_numbers.get(number_id)).id == number_id
    assert len(waited) == 1
    assert 0 < waited[0] <= 5


def test_example_of_the_documentation(sandbox):
    """The documentation's own example runs, with only import line, host, credentials and id changed."""
    [number_id] = sandbox.add_numbers(1)
    ours: dict[str, Any] = {}
    with sandbox.serve() as url:
        changed = {
            "your-project-id": sandbox.project,
            "your-api-token": sandbox.token,
            "your-space.signalwire.com": url.removeprefix("http://"),
            "phone-number-id": number_id,
        }
        exec(functools.reduce(lambda code, pair: code.replace(*pair), changed.items(), EXAMPLE), ours)  # noqa: S102 ours
        with ours["client"] as client:
            assert client.phone_numbers.get(number_id).name == "Support Line"
