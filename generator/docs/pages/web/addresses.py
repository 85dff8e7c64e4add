"""Which addresses may be connected to; a name is resolved once, and what was checked is what is used."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a name, as they are written in numbers."""

# Networks that stand for others: what is behind such an address is the IPv4 address in its last bits.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_LAST_BITS = 0xFFFF_FFFF
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, of which Python calls some global
        "192.88.99.0/24",  # relays of 6to4, no longer in use
        "64:ff9b:1::/48",  # translation within one network
        "100:0:0:1::/64",  # a prefix for tests
        "2001::/23",  # protocol assignments; Teredo is one of them
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, as it was once
    )
)
"""Networks that the registries of special addresses list, and not every supported Python knows."""
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""What is given to networks at all in IPv6."""


class AddressError(Exception):
    """An address that may not be connected to, or a name that has none; the message says which."""


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name.

    Args:
        host: The name.
        port: The port that is meant.

    Raises:
        OSError: It has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(host: str, port: int, seconds: float, resolver: Resolve, rule: Rule) -> list[str]:
    """Return the addresses of a name, each of which may be connected to.

    Args:
        host: The name, or an address.
        port: The port that is meant.
        seconds: How long it may take.
        resolver: What resolves names.
        rule: Which addresses may be connected to.

    Raises:
        AddressError: It has none, finding it takes too long, or one of them may not be connected to.
    """
    found = _resolved(host, port, seconds, resolver)
    if not found:
        raise AddressError(f"{host} has no address.")
    for address in found:
        if not rule.admits(address):
            raise AddressError(f"{host} is at {address}, and only {rule.words} may be asked.")
    return found


def is_public(written: str) -> bool:
    """Tell whether an address is one of the public internet.

    Args:
        written: The address.
    """
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_ordinary, _behind(address)))


def _is_ordinary(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    is_special = any(address in network for network in _SPECIAL)
    return address.is_global and not (is_special or address.is_multicast or address.is_reserved)


def is_loopback(written: str) -> bool:
    """Tell whether an address is the machine itself.

    Args:
        written: The address.
    """
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_loopback for one in _behind(address)[-1:])


@dataclass(frozen=True)
class Rule:
    """Which addresses may be connected to.

    Attributes:
        admits: Tells whether an address may.
        words: What it admits, in words.
    """

    admits: Callable[[str], bool]
    words: str


PUBLIC = Rule(is_public, "public addresses (or any, with --allow-private)")
LOOPBACK = Rule(is_loopback, "this machine itself, without TLS,")
ANY = Rule(lambda _: True, "any address")


def _behind(address: Address) -> list[Address]:
    """Return an address, or the IPv4 addresses that it stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if address in _TRANSLATED[0] or (address in _TRANSLATED[1] and int(address) > 1):
        return [ipaddress.IPv4Address(int(address) & _LAST_BITS)]
    return [address]


def _resolved(host: str, port: int, seconds: float, resolver: Resolve) -> list[str]:
    # The system's resolver has no limit of its own that would hold here; a thread can be left behind.
    found: list[list[str]] = []

    def ask() -> None:
        try:
            found.append(list(resolver(host, port)))
        except (OSError, UnicodeError):
            found.append([])

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise AddressError(f"finding {host} takes too long.")
    return found[0]
