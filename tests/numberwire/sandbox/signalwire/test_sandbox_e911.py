"""The E911 address of a number: assigned, confirmed by the carrier after a while, and removed."""

import pytest

ADDRESS, OTHER = "5b3f0a9c-7e62-4c1d-9d84-a6f1e2b8c053", "c20e6b1f-0f2a-4e57-8b0d-3f1a7d95e846"
ID = "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21"


class E911:
    """A number with the requests about its E911 address; each gives the status and what matters of the answer."""

    def __init__(self, caller):
        self.caller = caller
        self.path = caller.buy()["id"]

    def ask(self, method, path, body=None):
        """Status, and the fields about the address or what is refused."""
        status, answer = self.caller.ask(method, path, body)
        return (
            (status, answer["e911_status"], answer["e911_address_id"]) if status == 200 else (status, answer)
        )

    def assign(self, address):
        """Assign an address."""
        return self.ask("POST", f"{self.path}/e911_address", {"e911_address_id": address})

    def remove(self):
        """Remove the address."""
        return self.ask("DELETE", f"{self.path}/e911_address")

    def get(self):
        """Retrieve the number."""
        return self.ask("GET", self.path)

    def wait(self, seconds=600):
        """Let time pass; so long do carriers take."""
        self.caller.sandbox.clock.advance(seconds)


@pytest.fixture
def number(caller):
    """A number just bought, which has no address."""
    return E911(caller)


def test_assignment_is_confirmed_later(number):
    """An address that was assigned is pending until the carrier has confirmed it, and active from then on."""
    assert number.get() == (200, None, None)
    assert number.assign(ADDRESS.upper()) == (200, "pending", ADDRESS)
    number.wait(599)
    assert number.get() == (200, "pending", ADDRESS)
    number.wait(1)
    assert number.get() == (200, "active", ADDRESS)


def test_removal_is_confirmed_later(number):
    """A removed address stays until the carrier has confirmed that it is gone, and can be assigned again."""
    number.assign(ADDRESS)
    number.wait()
    assert number.remove() == (200, "pending_removal", ADDRESS)
    assert number.get() == (200, "pending_removal", ADDRESS)
    number.wait()
    assert number.get() == (200, "unregistered", None)
    assert number.assign(OTHER) == (200, "pending", OTHER)


def test_updates_leave_the_address(number):
    """An update neither changes the address nor delays its confirmation."""
    number.assign(ADDRESS)
    number.wait(599)
    assert number.ask("PUT", number.path, {"name": "Desk"}) == (200, "pending", ADDRESS)
    number.wait(1)
    assert number.ask("PUT", number.path, {"name": "Lobby"}) == (200, "active", ADDRESS)
    assert number.caller.ask("GET")[1]["data"][0]["e911_status"] == "active"


@pytest.mark.parametrize("status", [None, "pending", "failed", "pending_removal", "unregistered"])
def test_only_an_active_address_is_removed(number, complaint, status):
    """What is not active can't be removed; the answer names the status."""
    fields = {"e911_address_id": ADDRESS, "e911_status": status}
    (number.path,) = number.caller.sandbox.add_numbers(1, **fields)
    words = f"An E911 address can be removed while the e911_status is active; it is {status or 'null'}."
    assert number.remove() == (422, complaint(words))
    assert number.get() == (200, status, ADDRESS)


@pytest.mark.parametrize("address", [None, "", "home", 7, f"{ADDRESS}0"])
def test_assignment_wants_the_id_of_an_address(number, complaint, address):
    """What is no id can't be assigned, and changes nothing."""
    words = "e911_address_id must be the id (UUID) of an address of the project"
    assert number.assign(address) == (422, complaint(words))
    assert number.get() == (200, None, None)


@pytest.mark.parametrize(("method", "body"), [("POST", {"e911_address_id": ADDRESS}), ("DELETE", None)])
def test_address_of_no_number(caller, complaint, method, body):
    """An id that is nobody's answers 404, and what is no id 422."""
    unrecognized = complaint("This is not the id of a phone number.", "provided_id_is_unrecognized")
    assert caller.ask(method, f"{ID}/e911_address", body) == (404, {"error": "Not Found"})
    assert caller.ask(method, "no-id/e911_address", body) == (422, unrecognized)


def test_confirmation_follows_the_settings(make):
    """How long carriers take is a setting of the sandbox."""
    number = E911(make(propagation=0))
    assert number.assign(ADDRESS) == (200, "active", ADDRESS)
    assert number.remove() == (200, "unregistered", None)
