"""A purchase is never sent twice: one whose answer was lost is looked up."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from numberwire._response import Response
from numberwire.client import Hooks
from numberwire.errors import PurchaseOutcomeUnknownError
from numberwire.sandbox import Fault
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire import models, phone_numbers
from tests.numberwire.conversation import CUT_OFF, Conversation
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

pytestmark = pytest.mark.usefixtures("at_once")
RESET = ConnectionResetError("reset")
BUY, LOOK = f"POST {PATH}", f"GET {PATH}?filter_number=%2B12065550123&page_size=1000"
BUSY = said({"error": "busy"}, 503)


def bought(seconds_ago=0.0, number=NUMBER, **fields):
    """A record of a number bought so long ago."""
    created_at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    return {"id": ID, "number": number, "created_at": created_at.isoformat(), **fields}


def page(*records, following=None):
    """A page of the project's numbers."""
    return said({"links": {"next": following} if following else {}, "data": list(records)})


def purchase(kind, server, **options):
    """Buy the number."""
    return kind.drive(kind.rest(server, **options), lambda one: one.phone_numbers.purchase(NUMBER))


@pytest.mark.parametrize(
    "lost",
    [RESET, BUSY, said({"error": "?"}, 500), said({}, 408), Response(200, (), b'{"id": "7"'), Response(200)],
    ids=["cut off", "503", "500", "408", "half an answer", "empty"],
)
def test_purchase_found(kind, lost):
    """A purchase whose answer was lost is looked up, and the number found is its value."""
    server = Script(lost, page(bought()))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, LOOK]


def test_purchase_found_at_the_second_look(kind):
    """It is looked up twice, since the server may be buying the number still."""
    server = Script(RESET, page(), page(bought()))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, LOOK, LOOK]


def test_purchase_found_on_another_page(kind):
    """The filter matches substrings, so the whole number is compared, page after page."""
    longer = bought(number="+120655501234", id="longer")
    following = f"{PATH}?filter_number=%2B12065550123&page_size=1000&page_token=2"
    server = Script(RESET, page(longer, following=following), page(bought()))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, LOOK, f"GET {following}"]


@pytest.mark.parametrize("seconds_ago", [0, 290, -3600])
def test_clock_skew(kind, seconds_ago):
    """A number bought up to five minutes before, by the server's clock, was bought by this purchase."""
    assert purchase(kind, Script(RESET, page(bought(seconds_ago)))).id == ID


NOT_THERE = "it is not among your numbers (yet)"
OLDER = "it was yours before this purchase was sent"


@pytest.mark.parametrize(
    ("listed", "why"),
    [
        ([page()], NOT_THERE),
        ([page(bought(number="+120655501234"))], NOT_THERE),
        ([page(bought(310))], OLDER),
        ([page(bought(created_at=None))], OLDER),
        (
            [
                page(
                    bought(
                        created_at=(datetime.now(UTC) - timedelta(days=1)).replace(tzinfo=None).isoformat()
                    )
                )
            ],
            OLDER,
        ),
        ([page(bought(310)), page()], NOT_THERE),
    ],
    ids=["absent", "longer", "older", "undated", "older without a zone", "gone"],
)
def test_purchase_unknown(kind, listed, why):
    """Absence proves nothing: where no look settles it, the error says what to check, and nothing is sent again."""
    server = Script(RESET, *listed)
    with pytest.raises(PurchaseOutcomeUnknownError) as caught:
        purchase(kind, server)
    error = caught.value
    assert str(error) == (
        f"the purchase of {NUMBER} was sent, but its outcome is unknown: POST {PATH}: no answer arrived: reset; "
        f"{why}. It may have been bought. Before you try again, look for it: "
        f"client.phone_numbers.find('{NUMBER}')."
    )
    assert (error.number, error.method, error.path, error.attempts) == (NUMBER, "POST", PATH, 1)
    assert server.calls == [BUY, LOOK, LOOK]


def test_look_up_fails(kind):
    """Where looking it up fails, so does the purchase, and says so."""
    server = Script(RESET, said({"error": "no"}, 401))
    with pytest.raises(PurchaseOutcomeUnknownError) as caught:
        purchase(kind, server)
    assert f"; looking it up failed (GET {PATH}: 401: no). It may" in str(caught.value)
    assert server.calls == [BUY, LOOK, LOOK]


def test_look_up_beside_a_bad_record(kind):
    """A number that was found counts, though a record beside it can't be read."""
    server = Script(RESET, page({"id": 7}, bought()))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, LOOK]


def test_look_up_of_a_bad_record(kind):
    """A record that can't be read may be the number, so that it is not said to be absent."""
    server = Script(RESET, page(bought(name=7)))
    with pytest.raises(PurchaseOutcomeUnknownError, match=r"looking it up failed .*record 0 of the page"):
        purchase(kind, server)


def test_look_up_that_leads_elsewhere(kind):
    """A look-up whose next page is elsewhere did not see all numbers, so that absence is not told."""
    server = Script(RESET, page(following="https://example.com/"))
    with pytest.raises(PurchaseOutcomeUnknownError, match=r"looking it up failed .*not followed"):
        purchase(kind, server)


def test_look_up_is_repeated(kind):
    """A look-up that fails for the moment is tried again."""
    server = Script(RESET, BUSY, RESET, page(bought()))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, LOOK, LOOK, LOOK]


def test_another_number_answered(kind):
    """An answer about another number is no answer to this purchase: it is looked up."""
    server = Script(said({"id": "7", "number": "+12065550199"}), page(bought()))
    assert purchase(kind, server).number == NUMBER


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 302])
def test_refused_purchase(kind, status):
    """A purchase that the server refuses is certain: nothing is looked up, nothing sent again."""
    server = Script(said({"error": "no"}, status))
    with pytest.raises(Exception, match=f": {status}"):
        purchase(kind, server)
    assert server.calls == [BUY]


def test_limited_purchase(kind):
    """After 429 nothing was bought, so it is sent again."""
    server = Script(said({}, 429), said(RECORD))
    assert purchase(kind, server).id == ID
    assert server.calls == [BUY, BUY]


def test_fresh_connections():
    """A purchase and its look-up go out on connections that carried nothing before."""
    talk = Conversation(definition=SIGNALWIRE)
    operation = phone_numbers.purchase_phone_number(models.PhoneNumberPurchase(number=NUMBER))
    assert talk.hold(operation, CUT_OFF, page(bought())).value.id == ID
    assert talk.asked == [BUY, 0.0, LOOK]
    assert [(attempt.fresh, attempt.number) for attempt in talk.attempts] == [(True, 1), (True, 1)]


def test_raw_purchase(kind):
    """A raw response of a purchase that was looked up is the answer that settled it."""
    server = Script(RESET, page(bought()))
    client = kind.rest(server).with_raw_response
    raw = kind.drive(client, lambda one: one.phone_numbers.purchase(NUMBER))
    assert (raw.value.id, json.loads(raw.content)["data"][0]["number"]) == (ID, NUMBER)


def test_no_retry_is_told(kind):
    """A hook hears of retries; a purchase that is looked up is none."""
    heard = []
    hooks = Hooks(on_retry=lambda error, seconds: heard.append((str(error), seconds)))
    purchase(kind, Script(RESET, page(), page(bought())), hooks=hooks)
    assert heard == []


def test_purchase_in_the_sandbox(kind, sandbox):
    """Whatever happens to its answer, one purchase buys one number."""
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    found = kind.drive(client, lambda one: one.phone_numbers.search(max_results=3))
    for offer, kind_of_fault in zip(found, ("lose_answer", "garbage", "truncate"), strict=True):
        sandbox.faults.add(Fault(kind=kind_of_fault, operation="purchase_phone_number"))
        assert (
            kind.drive(client, lambda one, number=offer.number: one.phone_numbers.purchase(number)).number
            == offer.number
        )
    owned = kind.gather(client.phone_numbers.list())
    assert sorted(number.number for number in owned) == sorted(offer.number for offer in found)


def test_given_up_is_logged(kind, caplog):
    """A purchase that is given up after it was sent is logged as a warning, with its number."""

    def stop(_request):
        raise KeyboardInterrupt

    with caplog.at_level(logging.WARNING, "numberwire"), pytest.raises(KeyboardInterrupt):
        purchase(kind, stop)
    [message] = caplog.messages
    assert NUMBER in message
    assert "cancelled after sending" in message
