"""The policy: for each kind of call and each way to fail, exactly what is sent, and what comes of it."""

from collections.abc import Callable
from typing import Any

import pytest

from numberwire import errors
from numberwire._retry import Policy
from numberwire.client import Hooks
from numberwire_api import Operation
from numberwire_api.signalwire import models, phone_numbers
from numberwire_api.signalwire.models import PhoneNumber
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import ID, KINDS, NUMBER, NUMBERS, ROUTING, SIGNALWIRE, Api, number
from tests.numberwire.faults.peer import Seen, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.table_purchase import Bought
from tests.numberwire.faults.trial import Ended, client_of, run
from tests.numberwire.faults.turns import hangs_up, says

Call = Callable[[Any], Any]


def unknown(method: str) -> Call:
    """A call of an operation that no policy names."""
    body = {} if method in ("GET", "DELETE") else {"body": {"a": 1}}
    operation = Operation(id="invent", method=method, path="/invented", answer=PhoneNumber, **body)
    return lambda client: client.send(operation)


CALLS: dict[str, tuple[Api, str, Call]] = {
    "get": (SIGNALWIRE, "GET", SIGNALWIRE.call),
    "update": (SIGNALWIRE, "PUT", lambda client: client.phone_numbers.update(ID, name="x")),
    "release": (SIGNALWIRE, "DELETE", lambda client: client.phone_numbers.release(ID)),
    "purchase": (SIGNALWIRE, "POST", lambda client: client.phone_numbers.purchase(NUMBER)),
    "search": (SIGNALWIRE, "GET", lambda client: client.phone_numbers.search(areacode="206")),
    "patch": (ROUTING, "PATCH", ROUTING.call),
    **{
        f"unknown {method}": (SIGNALWIRE, method, unknown(method))
        for method in ("GET", "PUT", "DELETE", "POST", "PATCH")
    },
}
FAILURES: dict[str, Turn | None] = {
    "not connected": None,
    **{str(status): says(said({}, status)) for status in (429, 408, 500, 502, 503, 504)},
    "cut off": hangs_up(),
}
ONCE = {"unknown POST", "unknown PATCH"}


def good(seen: Seen) -> Turn:
    """Answer any request as an API that works: what was asked about is there, and what was bought is listed."""
    if seen.target.startswith("/v1"):
        return says(said(ROUTING.wrapped(ROUTING.record)))
    if seen.method == "DELETE" and seen.target != "/invented":
        return says(b"HTTP/1.1 204 No\r\n\r\n")
    if seen.method == "GET" and seen.target.startswith(f"{NUMBERS}?"):
        return says(Bought())
    if seen.target.startswith(f"{NUMBERS}/search"):
        return says(said({"data": []}))
    return says(said(number()))


def expected(name: str, failure: str, method: str) -> str:
    """The requests that the server sees when the first attempt fails and nothing else does."""
    if failure == "not connected" or name in ONCE:
        return method
    if failure == "429":
        return f"{method} {method}"
    return {"purchase": "POST GET", "release": "DELETE GET DELETE"}.get(name, f"{method} {method}")


def attempt(
    kind: str, name: str, fails: Callable[[Seen], Turn | None], *, listening: bool = True
) -> tuple[FaultServer, Ended]:
    """Make a call at a server of which some requests fail."""
    api, _, call = CALLS[name]
    server = FaultServer(lambda seen: fails(seen) or good(seen), listening=listening)
    hooks = Hooks(on_retry=lambda _error, _seconds: server.listen())
    try:
        [ended] = run(kind, client_of(kind, server.host, api, hooks=hooks), call)
    finally:
        server.close()
    return server, ended


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("name", CALLS)
def test_one_failure(name, failure, kind, swift):
    """After one failure a call is repeated as its policy says, with the same bytes, and no other request is sent."""
    _, method, _ = CALLS[name]
    left = [] if FAILURES[failure] is None else [FAILURES[failure]]
    server, ended = attempt(kind, name, lambda _: left.pop() if left else None, listening=bool(left))
    assert server.asked == expected(name, failure, method)
    sent = {(seen.target, seen.headers, seen.content) for seen in server.seen if seen.method == method}
    assert len(sent) == 1
    if name in ONCE and failure != "not connected":
        assert type(ended.error) is _error(failure)
    else:
        assert ended.error is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("failure", [name for name, turn in FAILURES.items() if turn is not None])
@pytest.mark.parametrize("name", CALLS)
def test_nothing_but_failure(name, failure, kind, swift):
    """Where a call fails for ever, its third attempt is its last; what must not be repeated had but one."""
    _, method, _ = CALLS[name]
    server, ended = attempt(kind, name, lambda _: FAILURES[failure])
    sent = [seen for seen in server.seen if seen.method == method]
    once = name in ONCE or (name == "purchase" and failure != "429")
    assert len(sent) == (1 if once else 3)
    unknown_purchase = name == "purchase" and failure != "429"
    assert type(ended.error) is (errors.PurchaseOutcomeUnknownError if unknown_purchase else _error(failure))
    assert ended.error.attempts == len(sent)
    assert ended.error.method == method


def _error(failure: str) -> type[Exception]:
    if failure == "cut off":
        return errors.APIConnectionError
    return {"429": errors.RateLimitError, "408": errors.APIStatusError}.get(
        failure, errors.InternalServerError
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_never_connected(name, kind, swift):
    """Where there is no connection, any call is tried three times, and is known not to have happened."""
    api, method, call = CALLS[name]
    server = FaultServer(listening=False)
    [ended] = run(kind, client_of(kind, server.host, api), call)
    server.close()
    assert type(ended.error) is errors.APIConnectionError
    assert (ended.error.attempts, ended.error.method) == (3, method)


@pytest.mark.parametrize("name", ["purchase_phone_number", "release_phone_number"])
def test_policies_are_named(name):
    """A purchase and a release have policies of their own, under the names that the spec gives them."""
    assert isinstance(SIGNALWIRE.clients["sync"].definition.policies[name], Policy)


@pytest.mark.parametrize("kind", KINDS)
def test_send_keeps_checks(kind):
    """An operation that is sent by itself is checked like any other."""
    operation = phone_numbers.purchase_phone_number(models.PhoneNumberPurchase(number="206"))
    server = FaultServer()
    [ended] = run(kind, client_of(kind, server.host), lambda client: client.send(operation))
    server.close()
    assert type(ended.error) is errors.InvalidRequestError
    assert server.peers == []
