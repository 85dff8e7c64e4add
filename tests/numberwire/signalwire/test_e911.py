"""The E911 address of a number: assigned and removed, sync and async, and asked about where an answer was lost."""

import pytest

from numberwire.errors import APIConnectionError, InvalidRequestError, UnprocessableEntityError
from numberwire.sandbox import Sandbox
from numberwire.signalwire import E911Status
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, RECORD

pytestmark = pytest.mark.usefixtures("at_once")
RESET = ConnectionResetError("reset")
ADDRESS, OTHER = "5b3f0a9c-7e62-4c1d-9d84-a6f1e2b8c053", "c20e6b1f-0f2a-4e57-8b0d-3f1a7d95e846"
ASK, ASSIGN, REMOVE = (
    f"GET {PATH}/{ID}",
    f"POST {PATH}/{ID}/e911_address",
    f"DELETE {PATH}/{ID}/e911_address",
)


def number(status, address=ADDRESS):
    """An answer with a number whose address has this status."""
    return said({**RECORD, "e911_status": status, "e911_address_id": address})


def assign(kind, server, **options):
    """Assign the address."""
    return kind.drive(
        kind.rest(server, **options),
        lambda one: one.phone_numbers.assign_e911_address(ID, e911_address_id=ADDRESS),
    )


def remove(kind, server, **options):
    """Remove the address."""
    return kind.drive(kind.rest(server, **options), lambda one: one.phone_numbers.remove_e911_address(ID))


def test_against_the_sandbox(kind):
    """An address is assigned, becomes active, and is removed; the number's record is taken in the place of its id."""
    sandbox = Sandbox()
    (number_id,) = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)

    def use(call):
        return kind.drive(client, lambda one: call(one.phone_numbers))

    assigned = use(lambda numbers: numbers.assign_e911_address(number_id, e911_address_id=ADDRESS))
    assert (assigned.e911_status, assigned.e911_address_id) == (E911Status.pending, ADDRESS)
    with pytest.raises(UnprocessableEntityError, match="it is pending"):
        use(lambda numbers: numbers.remove_e911_address(assigned))
    sandbox.clock.advance(600)
    assert use(lambda numbers: numbers.get(number_id)).e911_status is E911Status.active
    removed = use(lambda numbers: numbers.remove_e911_address(assigned))
    assert removed.e911_status is E911Status.pending_removal


def test_newer_status(kind):
    """A status that is newer than this client is read as it is."""
    found = kind.drive(kind.rest(Script(number("suspended"))), lambda one: one.phone_numbers.get(ID))
    assert found.e911_status == "suspended"


def test_address_is_an_id(kind):
    """What can't be the id of an address is refused before anything is sent."""
    server = Script(number("pending"))
    with pytest.raises(InvalidRequestError, match="e911_address_id"):
        kind.drive(
            kind.rest(server), lambda one: one.phone_numbers.assign_e911_address(ID, e911_address_id=7)
        )
    assert server.asked == []


@pytest.mark.parametrize("lost", [RESET, said({"error": "busy"}, 503)], ids=["cut off", "503"])
@pytest.mark.parametrize("shown", [number("pending"), number("active", ADDRESS.upper())])
def test_assigned(kind, lost, shown):
    """An assignment whose answer was lost is asked about, and not sent again."""
    server = Script(lost, shown)
    assert assign(kind, server).id == ID
    assert server.calls == [ASSIGN, ASK]


@pytest.mark.parametrize(
    "shown",
    [number(None, None), number("active", OTHER), number("pending_removal"), said({"error": "no"}, 403)],
    ids=["no address", "another one", "being removed", "can't be told"],
)
def test_not_assigned(kind, shown):
    """Where the number hasn't the address, or that can't be told, the caller decides: a carrier is not asked twice."""
    server = Script(RESET, shown)
    with pytest.raises(APIConnectionError):
        assign(kind, server)
    assert server.calls == [ASSIGN, ASK]


@pytest.mark.parametrize("shown", [number("pending_removal"), number("unregistered", None)])
def test_removed(kind, shown):
    """A removal whose answer was lost is asked about: repeated, it would be refused."""
    server = Script(RESET, shown)
    assert remove(kind, server).id == ID
    assert server.calls == [REMOVE, ASK]


@pytest.mark.parametrize("shown", [number("active"), said({"error": "no"}, 403)])
def test_removed_again(kind, shown):
    """Where the address is active still, or that can't be told, it is removed again."""
    server = Script(RESET, shown, number("pending_removal"))
    assert remove(kind, server).e911_status == "pending_removal"
    assert server.calls == [REMOVE, ASK, REMOVE]
