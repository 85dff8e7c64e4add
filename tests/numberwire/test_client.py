"""What every client is: options over one shared door, hooks, log lines, and how it is closed."""

import asyncio
import copy
import functools
import logging
import pickle
import re
import time
from unittest import mock

import httpx2
import pytest

from numberwire.client import Hooks
from numberwire.errors import AuthenticationError, InvalidRequestError, NumberwireError
from numberwire.options import Options
from numberwire_api import Operation
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import ID, NUMBER

pytestmark = pytest.mark.usefixtures("at_once")
BUSY = said({}, 503)


def test_call(subject):
    """A call is sent once, to the documented path, by the documented method, and its answer decoded."""
    server = Script(said(subject.answer))
    assert subject.call(subject.client(server)).id == ID
    assert server.calls == [f"{subject.method} {subject.path}"]
    [request] = server.asked
    assert header(request, "accept") == "application/json"
    assert header(request, "content-type") == "application/json"
    assert header(request, "accept-encoding") == "gzip"
    assert re.fullmatch(r"numberwire/\d+\.\d+\.\d+.*", header(request, "user-agent"))


def test_base_url(subject):
    """A client tells where its API is, and shows no credential in its repr or among its attributes."""
    client = subject.client(Script(said(subject.answer)))
    name = type(client).__name__
    assert repr(client) == f"<{name} {client.base_url}>"
    assert client.base_url in ("https://example.signalwire.com", "https://api.example.com")
    assert subject.secret not in repr(vars(client))


def test_replaced_clocks(subject, monkeypatch):
    """A client that was in use before a test replaces the clocks goes by the new ones, and by the old ones again."""
    client, clock = subject.client(Script(said(subject.answer))), time.monotonic
    assert subject.call(client).id == ID
    with monkeypatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: clock() + 10_000)
        assert subject.call(client).id == ID
    assert subject.call(client).id == ID


def test_with_options(subject):
    """With other options a client is another one, over the same connections and the same budget."""
    server = Script(BUSY, BUSY, BUSY, said(subject.answer))
    client = subject.client(server, timeout=3)
    other = client.with_options(max_retries=0)
    assert (client.options, other.options) == (Options(timeout=3), Options(timeout=3, max_retries=0))
    assert type(other) is type(client)
    with pytest.raises(NumberwireError):
        subject.call(other)
    assert len(server.asked) == 1
    assert subject.call(client).id == ID
    assert other._budget is client._budget
    assert other._sender is client._sender


def test_one_resource(subject):
    """A client's resources are one object each, so that a mock set on one is what its calls meet."""
    client = subject.client(Script(said(subject.answer)))
    with mock.patch.object(client.phone_numbers, "update", return_value="fake") as fake:
        assert subject.call(client) == "fake"
    assert fake.call_count == 1
    assert client.phone_numbers is client.phone_numbers
    assert client.with_raw_response is client.with_raw_response
    assert client.with_raw_response.phone_numbers is client.with_raw_response.phone_numbers
    assert subject.call(client).id == ID


def test_resources_of_another_client(subject):
    """A client with other options has resources of its own, which use its options."""
    server = Script(BUSY, BUSY)
    client = subject.client(server)
    other = client.with_options(max_retries=0)
    assert other.phone_numbers is not client.phone_numbers
    assert other.with_raw_response is not client.with_raw_response
    with pytest.raises(NumberwireError):
        subject.call(other)
    with pytest.raises(NumberwireError):
        subject.call(other.with_raw_response)
    assert len(server.asked) == 2


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda client: copy.deepcopy([client])[0]])
def test_copied(subject, duplicate):
    """A copy of a client, however deep, sends over the same connections."""
    server = Script(said(subject.answer))
    client = subject.client(server, timeout=3)
    again = duplicate(client)
    assert again is not client
    assert (again.options, again._sender) == (client.options, client._sender)
    assert again.phone_numbers is not client.phone_numbers
    assert subject.call(again).id == ID


def test_not_pickled(subject):
    """A client refuses to be pickled, and says what to do; so does whatever holds it."""
    client = subject.client(Script())
    for holder in (client, client.phone_numbers):
        with pytest.raises(TypeError, match=r"a client can't be pickled .* in each process instead\."):
            pickle.dumps(holder)


async def _async_hook(*_arguments):
    pass


class _AsyncHook:
    async def __call__(self, *arguments):
        pass


@pytest.mark.parametrize("name", Hooks.__struct_fields__)
@pytest.mark.parametrize(
    ("hook", "what"),
    [
        ("x", "not str"),
        (7, "not int"),
        (_async_hook, "not an async one"),
        (functools.partial(_async_hook), "not an async one"),
        (_AsyncHook(), "not an async one"),
        (mock.AsyncMock(), "not an async one"),
    ],
)
def test_wrong_hook(name, hook, what):
    """A hook that can't be called, or that nobody would await, is refused when it is given."""
    with pytest.raises(InvalidRequestError) as caught:
        Hooks(**{name: hook})
    assert str(caught.value) == f"{name} must be a function, {what}."


def test_misspelt_hook():
    """A hook that there isn't is refused, with the one that was meant."""
    with pytest.raises(TypeError, match=r"^Hooks has no on_reqest\. Did you mean on_request\?$"):
        Hooks(on_reqest=print)


@pytest.mark.parametrize("hooks", ["x", {}, [], Hooks, len, 0])
def test_wrong_hooks(subject, hooks):
    """What is no `Hooks` is refused at construction."""
    with pytest.raises(InvalidRequestError, match=r"^hooks must be numberwire\.client\.Hooks, not "):
        subject.client(Script(), hooks=hooks)


def test_wrong_options(subject):
    """Options are checked when they are given, at construction and later."""
    with pytest.raises(InvalidRequestError, match="timeout must be"):
        subject.client(Script(BUSY), timeout=0)
    with pytest.raises(InvalidRequestError, match="No check is named 'nonsense'"):
        subject.client(Script(BUSY)).with_options(checks={"nonsense": False})


def test_hooks(subject):
    """Hooks hear of each request, each answer and each wait, in that order, without the credential."""
    heard = []
    hooks = Hooks(
        on_request=lambda request, number: heard.append(("request", request, number)),
        on_response=lambda _request, response, seconds: heard.append(
            ("response", response.status, seconds >= 0)
        ),
        on_retry=lambda error, seconds: heard.append(("retry", error.status_code, seconds)),
    )
    subject.call(subject.client(Script(BUSY, said(subject.answer)), hooks=hooks))
    [(_, request, _), *_] = heard
    assert heard == [
        ("request", request, 1),
        ("response", 503, True),
        ("retry", 503, 0.0),
        ("request", request, 2),
        ("response", 200, True),
    ]
    assert (request.method, request.target) == (subject.method, subject.path)
    assert header(request, "authorization") is None


def test_hooks_of_a_lost_answer(subject):
    """Where no answer came, no hook hears of one."""
    heard = []
    hooks = Hooks(on_response=lambda _request, response, _seconds: heard.append(response.status))
    subject.call(subject.client(Script(ConnectionResetError("reset"), said(subject.answer)), hooks=hooks))
    assert heard == [200]


def test_raising_hook(subject):
    """What a hook raises ends the call."""

    def stop(_request, _number):
        raise ZeroDivisionError

    server = Script(said(subject.answer))
    with pytest.raises(ZeroDivisionError):
        subject.call(subject.client(server, hooks=Hooks(on_request=stop)))
    assert server.asked == []


@pytest.mark.parametrize("path", ["@example.net/x", ".example.net/x", ":8080/x", "x", "", "?x"])
def test_path_without_a_slash(subject, path):
    """An operation made by hand can't lead to another host: its path begins with a slash."""
    server = Script(said({}))
    operation = Operation(id="odd", method="GET", path=path, answer=bytes)
    with pytest.raises(InvalidRequestError, match="must begin with a slash"):
        subject.kind.drive(subject.client(server), lambda one: one.send(operation))
    assert server.asked == []


def test_hook_that_stops_an_iteration(subject):
    """A StopIteration that a hook lets out is no end of the call: it comes out as one."""

    def stop(_request, _number):
        return next(iter(()))

    with pytest.raises((StopIteration, RuntimeError)) as caught:
        subject.call(subject.client(Script(said(subject.answer)), hooks=Hooks(on_request=stop)))
    assert isinstance(caught.value, StopIteration) or isinstance(caught.value.__cause__, StopIteration)


def test_log(subject, caplog):
    """Each attempt is one line at DEBUG, with what came, the request's id, the time and the attempt."""
    server = Script(said({}, 503, x_request_id="r1"), ConnectionResetError("reset"), said(subject.answer))
    with caplog.at_level(logging.DEBUG, "numberwire"):
        subject.call(subject.client(server))
    assert [re.sub(r"\d+ ms", "N ms", message) for message in caplog.messages] == [
        f"{subject.method} {subject.path} -> 503 (request id r1) in N ms, attempt 1",
        f"{subject.method} {subject.path} -> lost (reset) in N ms, attempt 2",
        f"{subject.method} {subject.path} -> 200 (request id none) in N ms, attempt 3",
        f"the number was changed: number {NUMBER}, id {ID}, request id none",
    ]
    assert {record.name for record in caplog.records} == {"numberwire"}


def test_unseen_secret(subject, caplog):
    """A credential that the API echoes shows neither in the error nor in the log."""
    echo = said({"error": f"no such key: {subject.secret}"}, 401)
    if subject.api == "routing":
        error = {"code": "UNAUTHORIZED", "message": f"no such key: {subject.secret}"}
        echo = said({"success": False, "error": error}, 401)
    with caplog.at_level(logging.DEBUG, "numberwire"), pytest.raises(AuthenticationError) as caught:
        subject.call(subject.client(Script(echo)))
    assert "no such key: ***" in str(caught.value)
    assert subject.secret not in repr([caught.value, vars(caught.value), caplog.text])


class Transport(httpx2.MockTransport):
    """A transport that notes whether it was closed."""

    def __init__(self, answer):
        super().__init__(lambda _request: httpx2.Response(200, content=answer.content))
        self.closed = 0

    def close(self):
        """Note it."""
        self.closed += 1

    async def aclose(self):
        """Note it."""
        self.closed += 1


def used(subject, client):
    """Use a client as a context manager, for one call."""
    field = {"name": "Desk"} if subject.api == "signalwire" else {"label": "Desk"}

    async def use():
        async with client as entered:
            assert entered is client
            return await entered.phone_numbers.update(ID, **field)

    if subject.kind.name == "async":
        return asyncio.run(use())
    with client as entered:
        assert entered is client
        return entered.phone_numbers.update(ID, **field)


def test_context_manager(subject):
    """Leaving a client's block closes its connections; a later call opens new ones."""
    transport = Transport(said(subject.answer))
    client = subject.client(transport)
    assert used(subject, client).id == ID
    assert transport.closed == 1
    assert used(subject, client).id == ID
    assert transport.closed == 2


def test_closed_unused(subject):
    """A client that was never used has nothing to close."""
    transport = Transport(said(subject.answer))
    subject.kind.drive(subject.client(transport), lambda client: client.close())
    assert transport.closed == 0


def test_send(subject):
    """An operation of the generated layer can be sent as it is, with the client's errors and retries."""
    server = Script(BUSY, said(subject.answer))
    client = subject.client(server)
    raw = subject.kind.drive(client, lambda one: one.send(operation_of(subject)))
    assert (raw.data if subject.api == "routing" else raw).id == ID
    assert len(server.asked) == 2


def operation_of(subject):
    """The operation of the generated layer that the call of an API sends."""
    if subject.api == "routing":
        from numberwire_api.routing import RoutingUpdate, phone_numbers  # noqa: PLC0415 the other has the same names

        return phone_numbers.update_phone_number_routing(ID, RoutingUpdate(label="Desk"))
    from numberwire_api.signalwire import PhoneNumberUpdate, phone_numbers  # noqa: PLC0415 the other has the same names

    return phone_numbers.update_phone_number(ID, PhoneNumberUpdate(name="Desk"))
