"""Guards of the hot paths: how many times a reference each may take, on any machine; run by `nox -s microbench`.

A hot path and its reference take turns, and the median of their ratios is judged, never a time. A limit is about half
again as much as was measured when it was set: it is there to catch a copy, a second parse or a lost cache, not a
busy machine. The ordinary test run passes over this file by its name.
"""

import json
import statistics
import time
from urllib.parse import quote

import h11
import httpx2
import msgspec
import pytest

from numberwire._answer import read_answer
from numberwire._http import Sender
from numberwire._http1 import ResponseReader
from numberwire._response import Response
from numberwire._steps import Attempt
from numberwire.signalwire import RestClient, handlers
from numberwire.signalwire import _calls as calls
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire import models
from numberwire_api.signalwire.phone_numbers import list_phone_numbers, retrieve_phone_number
from tests.benchmarks.data import encoded, page, record
from tests.benchmarks.spread import ratios

ROUNDS = 60
ID = record(0)["id"]
ONE, PAGE = encoded(record(0)), page()
HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: abc\r\ncontent-length: %d\r\n\r\n"
    % len(ONE)
)


@pytest.fixture
def ratio(benchmark):
    """How many times its reference a hot path takes."""

    def measured(hot_path, reference, *, repeat=1):
        times = []

        def refer():
            began = time.perf_counter()
            for _ in range(repeat):
                reference()
            times.append(time.perf_counter() - began)

        def run():
            for _ in range(repeat):
                hot_path()

        benchmark.pedantic(run, setup=refer, rounds=ROUNDS, warmup_rounds=3)
        found = statistics.median(ratios(benchmark.stats.stats.data, times[-ROUNDS:]))
        benchmark.extra_info["ratio"] = round(found, 3)
        return found

    return measured


def client_of(content, **options):
    """A client of a server in this process that always says the same."""
    answer = Response(200, (("content-type", "application/json"),), content)
    return RestClient("project", "a-token", "example.signalwire.com", transport=lambda _: answer, **options)


def test_page_is_read(ratio):
    """A page is read, checks and all, in less than half the time that `json` takes to read it into dicts."""
    operation, response = list_phone_numbers(), Response(200, (), PAGE)
    assert ratio(lambda: read_answer(SIGNALWIRE, operation, response), lambda: json.loads(PAGE)) < 0.5


def test_page_is_checked(ratio):
    """The checks of a page cost no second decoding of it."""
    operation, response = list_phone_numbers(), Response(200, (), PAGE)
    decode = msgspec.json.Decoder(models.PhoneNumberPage).decode
    assert ratio(lambda: read_answer(SIGNALWIRE, operation, response), lambda: decode(PAGE)) < 1.5


def test_number_is_read(ratio):
    """A single number is read, checks and all, in about the time that `json` takes to read it into a dict."""
    operation, response = retrieve_phone_number(ID), Response(200, (), ONE)
    hot_path = lambda: read_answer(SIGNALWIRE, operation, response)  # noqa: E731 a name for a line's length
    assert ratio(hot_path, lambda: json.loads(ONE), repeat=100) < 1.7


def test_call_in_process(ratio):
    """A whole call without the network takes a fraction of what httpx2's client alone does."""
    ours = client_of(ONE).phone_numbers
    theirs = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, content=ONE)))
    url = f"https://example.signalwire.com/api/relay/rest/phone_numbers/{ID}"
    assert ratio(lambda: ours.get(ID), lambda: theirs.get(url), repeat=50) < 0.65


def test_update_is_built(ratio):
    """An update with a handler is built and checked in a few times what its JSON takes to write."""
    made = handlers.call.LamlWebhooks(request_url="https://example.com/voice")
    fields = {"name": "Support Line", "call": made}
    body = {
        "name": "Support Line",
        "call_handler": "laml_webhooks",
        "call_request_url": "https://example.com/voice",
    }
    client = client_of(ONE)
    hot_path = lambda: calls.update(client, ID, **fields).operation.request()  # noqa: E731, PLW0108 the same
    assert ratio(hot_path, lambda: json.dumps(body), repeat=100) < 10


def test_request_is_prepared(ratio):
    """A request becomes bytes in a fraction of what it takes to make one of httpx2's."""
    door = Sender("https://example.signalwire.com", client_of(b"")._credential, "numberwire/0", None)
    attempt = Attempt(retrieve_phone_number(ID).request(), time.monotonic() + 60, fresh=False, number=1)
    url = f"https://example.signalwire.com{quote(attempt.request.target)}"
    headers = {
        "authorization": "Basic x",
        "accept": "application/json",
        "user-agent": "x",
        "accept-encoding": "gzip",
    }
    reference = lambda: httpx2.Request("GET", url, headers=headers)  # noqa: E731 the same
    assert ratio(lambda: door._encode(attempt.request), reference, repeat=50) < 0.3


def test_answer_is_read(ratio):
    """A plain answer is read in a fraction of what h11 takes."""

    def parsed():
        parser = h11.Connection(h11.CLIENT)
        parser.send(h11.Request(method="GET", target="/", headers=[("host", "h")]))
        parser.send(h11.EndOfMessage())
        parser.receive_data(HEAD + ONE)
        while not isinstance(parser.next_event(), h11.EndOfMessage):
            pass

    def read():
        reader = ResponseReader("GET")
        reader.feed_data(HEAD + ONE)
        return reader.content

    assert ratio(read, parsed, repeat=50) < 0.25


def test_listing_walks(ratio):
    """A listing costs little more than reading its pages."""
    client, operation, response = client_of(PAGE), list_phone_numbers(), Response(200, (), PAGE)
    hot_path = lambda: sum(1 for _ in client.phone_numbers.list())  # noqa: E731 the same
    assert ratio(hot_path, lambda: read_answer(SIGNALWIRE, operation, response)) < 1.4
