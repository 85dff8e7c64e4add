"""Raw responses: what a method returns, with the answer it was read from."""

import json

from numberwire._call import RawResponse
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, RECORD


def test_raw(subject):
    """Through `with_raw_response` a method returns status, headers and content beside its value."""
    answer = said(subject.answer, 200, x_request_id="r1")
    client = subject.client(Script(answer))
    value = subject.call(client)
    raw = subject.call(client.with_raw_response)
    assert (raw.status, raw.headers, raw.content) == (200, (("x-request-id", "r1"),), answer.content)
    assert (raw.value, type(raw)) == (value, RawResponse)
    assert (value.id, value.number) == (RECORD["id"], RECORD["number"])


def test_envelope(subject):
    """What an API says beside the value stands in the envelope."""
    raw = subject.call(subject.client(Script(said(subject.answer))).with_raw_response)
    beside = raw.envelope.meta.total if subject.api == "routing" else raw.envelope.number
    assert beside == (1 if subject.api == "routing" else RECORD["number"])


def test_every_method(kind):
    """Each method of a number's resource has its raw twin."""
    page = {"data": [{"number": RECORD["number"], "capabilities": {"voice": True}}]}
    server = Script(said(RECORD), said(RECORD), said(page), said({**RECORD}, 204))
    raw = kind.rest(server).with_raw_response.phone_numbers
    got = kind.drive(raw, lambda one: one.get(ID))
    bought = kind.drive(raw, lambda one: one.purchase(RECORD["number"]))
    found = kind.drive(raw, lambda one: one.search(areacode="206"))
    released = kind.drive(raw, lambda one: one.release(ID))
    assert [one.status for one in (got, bought, found, released)] == [200, 200, 200, 204]
    assert (got.value.id, bought.value.number, released.value) == (ID, RECORD["number"], None)
    assert (found.value[0].capabilities, json.loads(found.content)) == (("voice",), page)


def test_listing(kind):
    """A raw listing is the listing: its pages have their answers already."""
    server = Script(said({"data": [RECORD]}, 200, x_request_id="r1"))
    [page] = kind.gather(kind.rest(server).with_raw_response.phone_numbers.list().pages())
    assert page.response.header("x-request-id") == "r1"
