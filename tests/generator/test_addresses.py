"""Addresses: which are public, and which are this machine's own."""

from __future__ import annotations

import pytest

from generator.addresses import is_loopback, is_loopback_host, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - it is refused
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.216.34", True),
        ("2002:7f00:1::1", False),
        ("192.0.0.9", False),
        ("192.88.99.1", False),
        ("64:ff9b:1::1", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("2001:1::1", False),
        ("2001:2::1", False),
        ("2001:20::1", False),
        ("3fff::1", False),
        ("3fff:fff::1", False),
        ("5f00::1", False),
        ("fec0::1", False),
        ("::ffff:192.88.99.1", False),
        ("2002:c058:6301::1", False),
        ("4000::1", False),
        ("acme.example", False),
    ],
)
def test_an_address_is_public_or_not(address, public):
    """Private, shared, local, reserved and multicast ranges aren't public, nor what stands for one of them."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("x", False),
    ],
)
def test_an_address_is_this_machine_or_not(address, loopback):
    """The loopback range, in either version, but not what is relayed from elsewhere."""
    assert is_loopback(address) is loopback


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
    ],
)
def test_a_host_is_this_machine_or_not(host, loopback):
    """The name of this machine, or an address of it."""
    assert is_loopback_host(host) is loopback
