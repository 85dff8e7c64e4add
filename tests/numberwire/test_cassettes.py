"""Calls over HTTP as they were recorded, replayed without a network: what was asked then must be asked now.

The cassettes come from the sandbox, served over real HTTP; `nox -s record` records them anew. To record against
a real space, set SIGNALWIRE_SPACE, SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN (three numbers in the project
at least) and run the same session: the calls that only read are recorded from there, those that buy, change or
release numbers keep their cassettes. Credentials and cookies are left out, hosts and phone numbers replaced by made-up
ones; look through the difference before you commit it.
"""

import re
from pathlib import Path

import pytest

from numberwire.errors import (
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    UnprocessableEntityError,
)
from numberwire.signalwire import handlers
from tests.numberwire.recording import (
    ABSENT_ID,
    Stage,
    neutral_request,
    neutral_response,
    real_space,
    staged,
)

pytestmark = [pytest.mark.vcr, pytest.mark.block_network]

CASSETTES = Path(__file__).parents[1] / "cassettes"
READS = {"list", "search", "unauthorized", "not-found"}
"""Cassettes of calls that change nothing, which can be recorded from a real space."""


@pytest.fixture(scope="module")
def vcr_cassette_dir():
    """Where the cassettes are."""
    return str(CASSETTES)


@pytest.fixture
def vcr_config(record_mode, default_cassette_name):
    """How is recorded, and what is looked for in a replay."""
    if record_mode != "none" and real_space() and default_cassette_name not in READS:
        pytest.skip("buys or changes numbers: recorded from the sandbox alone")
    return {
        "before_record_request": neutral_request,
        "before_record_response": neutral_response,
        "decode_compressed_response": True,
        "match_on": ["method", "scheme", "host", "port", "path", "query", "body"],
    }


@pytest.fixture
def stage(kind, vcr, record_mode):
    """Where a test plays; in a replay everything that was recorded must have been asked for."""
    with staged(kind, vcr, recording=record_mode != "none") as made:
        yield made
    assert record_mode != "none" or vcr.all_played


def cassette(name):
    """Both kinds of client play the same cassette, so they ask the same."""
    return pytest.mark.default_cassette(name)


@cassette("list")
def test_list(stage: Stage):
    """A listing is gone through page by page, following its links."""
    stage.own(3)
    pages = stage.use(lambda client: client.phone_numbers.list(page_size=2).pages())
    assert len(pages) >= 2
    assert [len(page.data) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert [page.cursor is None for page in pages] == [False] * (len(pages) - 1) + [True]
    ids = [number.id for page in pages for number in page.data]
    assert len(set(ids)) == len(ids)


@cassette("search")
def test_search(stage: Stage):
    """A search finds numbers in E.164 format with the names of what they can do."""
    found = stage.use(lambda client: client.phone_numbers.search(areacode="503", max_results=2))
    assert len(found) == 2
    assert all(re.fullmatch(r"\+1503\d{7}", one.number) and "voice" in one.capabilities for one in found)


@cassette("search-e164")
def test_search_in_its_other_shape(stage: Stage):
    """The other documented shape of a search's items is read as the same values."""
    stage.behave(search_items="e164")
    found = stage.use(lambda client: client.phone_numbers.search(areacode="503", max_results=2))
    assert len(found) == 2
    assert all(re.fullmatch(r"\+1503\d{7}", one.number) and "voice" in one.capabilities for one in found)
    assert all(one.national_format and one.international_format for one in found)


@cassette("purchase")
def test_purchase(stage: Stage):
    """A number that a search found is bought, and retrieved by its id as it was bought."""
    [found] = stage.use(lambda client: client.phone_numbers.search(max_results=1))
    bought = stage.use(lambda client: client.phone_numbers.purchase(found.number))
    assert bought.number == found.number
    assert stage.use(lambda client: client.phone_numbers.get(bought.id)) == bought


def own_one(stage):
    """The id of the one number that the project owns."""
    stage.own(1)
    [number] = stage.use(lambda client: client.phone_numbers.list())
    return number.id


@cassette("update")
def test_update(stage: Stage):
    """A number's name and handlers are set, and read back as the same values."""
    number_id = own_one(stage)
    voice = handlers.call.LamlWebhooks(request_url="https://example.com/voice", request_method="GET")
    text = handlers.message.RelayTopic("office")
    updated = stage.use(
        lambda client: client.phone_numbers.update(number_id, name="Support Line", call=voice, message=text)
    )
    assert (updated.id, updated.name) == (number_id, "Support Line")
    assert (handlers.call_of(updated), handlers.message_of(updated)) == (voice, text)


@cassette("release")
def test_release(stage: Stage):
    """A number can be released 14 days after its purchase, and is gone then; earlier it is refused."""
    number_id = own_one(stage)
    with pytest.raises(UnprocessableEntityError, match="purchased_too_recently"):
        stage.use(lambda client: client.phone_numbers.release(number_id))
    stage.pass_days(15)
    assert stage.use(lambda client: client.phone_numbers.release(number_id)) is None
    with pytest.raises(NotFoundError):
        stage.use(lambda client: client.phone_numbers.get(number_id))


@cassette("e911")
def test_e911(stage: Stage):
    """An emergency address is assigned, is active once the carrier has confirmed it, and is removed."""
    number_id, address_id = own_one(stage), "5b3f0a9c-7e62-4c1d-9d84-a6f1e2b8c053"

    def assign(client):
        return client.phone_numbers.assign_e911_address(number_id, e911_address_id=address_id)

    assigned = stage.use(assign)
    assert (assigned.e911_status, assigned.e911_address_id) == ("pending", address_id)
    stage.pass_days(1)
    assert stage.use(lambda client: client.phone_numbers.get(number_id)).e911_status == "active"
    removed = stage.use(lambda client: client.phone_numbers.remove_e911_address(number_id))
    assert (removed.e911_status, removed.e911_address_id) == ("pending_removal", address_id)


@cassette("unauthorized")
def test_unauthorized(stage: Stage):
    """Wrong credentials are a 401."""
    with pytest.raises(AuthenticationError):
        stage.use(lambda client: client.phone_numbers.get(ABSENT_ID), token="PT-nobody-knows")


@cassette("not-found")
def test_not_found(stage: Stage):
    """A number that the project does not have is a 404."""
    with pytest.raises(NotFoundError):
        stage.use(lambda client: client.phone_numbers.get(ABSENT_ID))


@cassette("unprocessable")
def test_unprocessable(stage: Stage):
    """What the API refuses is a 422 with its code."""
    with pytest.raises(UnprocessableEntityError) as caught:
        stage.use(lambda client: client.phone_numbers.purchase("+15005550006"))
    assert [error.code for error in caught.value.errors] == ["invalid_parameter"]


@cassette("routing")
def test_routing(stage: Stage):
    """The routing of a number is changed and cleared."""
    number_id = stage.routing_id()
    fields = {"inbound_url": "https://example.com/in", "label": "Desk"}
    routed = stage.use_routing(lambda client: client.phone_numbers.update(number_id, **fields))
    cleared = stage.use_routing(lambda client: client.phone_numbers.update(number_id, label=""))
    assert (routed.id, routed.label, routed.inbound_url) == (number_id, "Desk", "https://example.com/in")
    assert (cleared.label, cleared.inbound_url) == (None, "https://example.com/in")


ROUTING_ERRORS = {
    "routing-unauthorized": ({"api_key": "am_live_nobody_knows"}, {}, AuthenticationError, "UNAUTHORIZED"),
    "routing-forbidden": ({"scoped": False}, {}, PermissionDeniedError, "FORBIDDEN"),
    "routing-not-found": ({"number_id": ABSENT_ID}, {}, NotFoundError, "NOT_FOUND"),
    "routing-invalid": (
        {"checks": {"https": False}},
        {"inbound_url": "http://example.com"},
        UnprocessableEntityError,
        "VALIDATION_FAILED",
    ),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=cassette(name)) for name in ROUTING_ERRORS])
def test_routing_error(stage: Stage, name):
    """Each error answer of the routing API is the typed error with its code and the request's id."""
    how, fields, kind, code = ROUTING_ERRORS[name]
    number_id = how.get("number_id") or stage.routing_id()
    options = {option: value for option, value in how.items() if option != "number_id"}
    with pytest.raises(kind) as caught:
        stage.use_routing(
            lambda client: client.phone_numbers.update(number_id, **(fields or {"label": "Desk"})), **options
        )
    assert {error.code for error in caught.value.errors} == {code}
    assert re.fullmatch(r"[0-9A-Z]{26}", caught.value.request_id)
