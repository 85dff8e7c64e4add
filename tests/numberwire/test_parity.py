"""Every sync method has its async twin with the same signature."""

import inspect

import pytest

from numberwire import client, routing
from numberwire.signalwire import client as rest
from numberwire.signalwire import phone_numbers
from numberwire_api import routing as generated_routing
from numberwire_api import signalwire as generated_signalwire

TWINS = {
    "Client": (client.Client, client.AsyncClient),
    "Listing": (client.Listing, client.AsyncListing),
    "RestClient": (rest.RestClient, rest.AsyncRestClient),
    "RawRestClient": (rest.RawRestClient, rest.AsyncRawRestClient),
    "signalwire PhoneNumbers": (phone_numbers.PhoneNumbers, phone_numbers.AsyncPhoneNumbers),
    "signalwire RawPhoneNumbers": (phone_numbers.RawPhoneNumbers, phone_numbers.AsyncRawPhoneNumbers),
    "RoutingClient": (routing.RoutingClient, routing.AsyncRoutingClient),
    "RawRoutingClient": (routing.client.RawRoutingClient, routing.client.AsyncRawRoutingClient),
    "routing PhoneNumbers": (routing.phone_numbers.PhoneNumbers, routing.phone_numbers.AsyncPhoneNumbers),
    "routing RawPhoneNumbers": (
        routing.phone_numbers.RawPhoneNumbers,
        routing.phone_numbers.AsyncRawPhoneNumbers,
    ),
    "generated signalwire": (
        generated_signalwire.phone_numbers.PhoneNumbers,
        generated_signalwire.phone_numbers.AsyncPhoneNumbers,
    ),
    "generated routing": (
        generated_routing.phone_numbers.PhoneNumbers,
        generated_routing.phone_numbers.AsyncPhoneNumbers,
    ),
}
ASYNC_NAMES = {"__enter__": "__aenter__", "__exit__": "__aexit__", "__iter__": "__aiter__"}
UNLIKE = {
    (name, "list", "prefetch"): (False, True)
    for name in ("signalwire PhoneNumbers", "signalwire RawPhoneNumbers")
}
"""Defaults that differ by design: a sync listing takes a thread only if asked to."""

twins = pytest.mark.parametrize("name", TWINS)


def methods(kind):
    """The public methods of a class, and those that the language calls."""
    special = {*ASYNC_NAMES, *ASYNC_NAMES.values()}
    return {
        name: method
        for name, method in inspect.getmembers(kind)
        if (not name.startswith("_") or name in special) and inspect.isfunction(method)
    }


@twins
def test_names(name):
    """Twins have the same methods and properties."""
    sync, twin = TWINS[name]
    wanted = {ASYNC_NAMES.get(one, one) for one in dir(sync) if not one.startswith("_") or one in ASYNC_NAMES}
    assert sorted(wanted - set(dir(twin))) == []


@twins
def test_signatures(name):
    """Their methods take the same parameters, by the same names, with the same defaults."""
    sync, twin = TWINS[name]
    found = methods(twin)
    for method_name, method in methods(sync).items():
        other = found[ASYNC_NAMES.get(method_name, method_name)]
        ours, theirs = inspect.signature(method).parameters, inspect.signature(other).parameters
        assert [(one.name, one.kind) for one in ours.values()] == [
            (one.name, one.kind) for one in theirs.values()
        ]
        differing = {
            (name, method_name, one): (ours[one].default, theirs[one].default)
            for one in ours
            if ours[one].default != theirs[one].default
        }
        assert differing.items() <= UNLIKE.items()


@twins
def test_constructors(name):
    """They are made of the same things."""
    sync, twin = TWINS[name]
    assert list(inspect.signature(sync).parameters) == list(inspect.signature(twin).parameters)
