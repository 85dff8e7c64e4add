"""A number by the number itself, and what follows from its record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from numberwire.errors import (
    APIResponseValidationError,
    InvalidRequestError,
    ListingError,
    PurchaseOutcomeUnknownError,
)
from numberwire.sandbox import Fault
from numberwire.signalwire import PhoneNumber, releasable_from
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import HOST, ID, NUMBER, RECORD


def page(*records, following=None):
    """A page of the project's numbers."""
    return said({"links": {"next": following} if following else {}, "data": list(records)})


def find(kind, server, number=NUMBER):
    """Look a number up."""
    return kind.drive(kind.rest(server), lambda one: one.phone_numbers.find(number))


@pytest.mark.parametrize(
    "number", [NUMBER, " +1 (206) 555-0123 ", "+1.206.555.0123", "+1\u00a0206\u2011555\u20110123"]
)
def test_find(kind, number):
    """A number is found by its digits, however they are written; one that contains them is another."""
    server = Script(page({"id": "longer", "number": f"{NUMBER}4"}, RECORD))
    assert find(kind, server, number).id == ID
    assert server.calls == [f"GET {PATH}?filter_number=%2B12065550123&page_size=1000"]


@pytest.mark.parametrize("number", ["(206) 555-0123", "2065550123", "206-555-0123"])
def test_find_without_country_code(kind, number):
    """Ten digits without a plus sign are a number of the country code 1, or begin with their own."""
    server = Script(page({"id": "other", "number": "+442065550123"}, RECORD))
    assert find(kind, server, number).id == ID
    assert server.calls == [f"GET {PATH}?filter_number=2065550123&page_size=1000"]
    assert find(kind, Script(page({"id": "x", "number": "+2065550123"})), number).id == "x"


def test_two_are_meant(kind):
    """Digits that mean two numbers that are owned are refused, with both."""
    server = Script(page(RECORD, {"id": "x", "number": "+2065550123"}))
    with pytest.raises(InvalidRequestError, match=r"two of your numbers match: \+1206\S+ and \+206"):
        find(kind, server, "2065550123")


def test_find_what_is_listed_twice(kind):
    """A number that moved to the next page meanwhile, and is listed on both, is one number."""
    page = {"data": [RECORD, RECORD], "links": {"next": f"{PATH}?page_number=1"}}
    server = Script(said(page), said({"data": [RECORD]}))
    found = kind.drive(kind.rest(server), lambda one: one.phone_numbers.find(NUMBER.removeprefix("+")))
    assert found.id == RECORD["id"]


def test_find_on_a_later_page(kind):
    """Each page is looked through until the number is there."""
    following = f"{PATH}?filter_number=%2B12065550123&page_size=1000&page_token=2"
    server = Script(page({"id": "longer", "number": f"{NUMBER}4"}, following=following), page(RECORD))
    assert find(kind, server).id == ID
    assert server.calls[1] == f"GET {following}"


def test_not_found(kind):
    """A number that is not owned is None."""
    assert find(kind, Script(page())) is None


@pytest.mark.parametrize("number", ["", "help", "+1", "12345", "(2) 3", 7, None, ["+12065550123"]])
def test_no_number(kind, number):
    """What is no whole number is refused before anything is sent."""
    server = Script(page())
    with pytest.raises(InvalidRequestError):
        find(kind, server, number)
    assert server.asked == []


def test_find_what_cannot_be_read(kind):
    """A record that can't be read may be the number: it is not said to be absent; one beside it does no harm."""
    bad = {"id": ID, "number": NUMBER, "name": 7}
    with pytest.raises(APIResponseValidationError, match="record 0 of the page"):
        find(kind, Script(page(bad)))
    assert find(kind, Script(page({"id": 7}, RECORD))).id == ID


def test_find_where_a_page_is_missing(kind):
    """Where a next page is elsewhere, not all was seen, and absence is not told."""
    with pytest.raises(ListingError):
        find(kind, Script(page(following="https://example.com/")))
    assert find(kind, Script(page(RECORD, following="https://example.com/"))).id == ID


def test_by_number(kind, sandbox):
    """All numbers by their E.164 form, or those that the filters leave."""
    ids = sandbox.add_numbers(3)
    client = kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox)
    kind.drive(client, lambda one: one.phone_numbers.update(ids[0], name="Desk"))
    owned = kind.drive(client, lambda one: one.phone_numbers.by_number())
    assert sorted(number.id for number in owned.values()) == sorted(ids)
    assert all(key == number.number for key, number in owned.items())
    named = kind.drive(client, lambda one: one.phone_numbers.by_number(filter_name="Desk"))
    assert [number.id for number in named.values()] == [ids[0]]


@pytest.mark.parametrize("since", ["2026-01-01", None, 0.0, date(2026, 1, 1)])
def test_settle_since_no_time(kind, since):
    """What is not a time is refused before anything is sent."""
    server = Script()
    with pytest.raises(InvalidRequestError, match=f"^since must be a datetime.*, not {type(since).__name__}"):
        kind.drive(kind.rest(server), lambda one: one.phone_numbers.settle(NUMBER, since=since))
    assert server.asked == []


def test_settle(kind, sandbox):
    """A purchase whose outcome was unknown is looked for later; nothing is bought."""
    client = kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox, settle=0)
    [offer] = kind.drive(client, lambda one: one.phone_numbers.search(max_results=1))
    sandbox.faults.add(Fault(kind="lose_answer", operation="purchase_phone_number"))
    sandbox.faults.add(Fault(kind="status", status=401, operation="list_phone_numbers"))
    with pytest.raises(PurchaseOutcomeUnknownError) as caught:
        kind.drive(client, lambda one: one.phone_numbers.purchase(offer))
    error = caught.value
    settled = kind.drive(client, lambda one: one.phone_numbers.settle(error.number, since=error.since))
    assert settled.number == offer.number
    later = error.since + timedelta(hours=1)
    assert kind.drive(client, lambda one: one.phone_numbers.settle(error.number, since=later)) is None
    naive = error.since.replace(tzinfo=None)
    assert kind.drive(client, lambda one: one.phone_numbers.settle(error.number, since=naive)) == settled
    bought = [write for write in sandbox.writes if write.operation == "purchase_phone_number"]
    assert [(write.number, write.took_effect, write.status) for write in bought] == [
        (offer.number, True, None)
    ]


def test_releasable_from():
    """A number can be released 14 days after it was bought, on a trial account 30."""
    bought = datetime(2026, 1, 1, tzinfo=UTC)
    number = PhoneNumber(id=ID, number=NUMBER, created_at=bought)
    assert releasable_from(number) == datetime(2026, 1, 15, tzinfo=UTC)
    assert releasable_from(number, trial=True) == datetime(2026, 1, 31, tzinfo=UTC)
    assert releasable_from(PhoneNumber(id=ID, number=NUMBER)) is None


def test_releasable_in_the_sandbox(sandbox):
    """The sandbox keeps a number as long."""
    [number_id] = sandbox.add_numbers(1)
    client = sandbox.client()
    number = client.phone_numbers.get(number_id)
    left = releasable_from(number) - sandbox.clock.now()
    sandbox.clock.advance(left + timedelta(seconds=1))
    client.phone_numbers.release(number)
    assert client.phone_numbers.find(number.number) is None
