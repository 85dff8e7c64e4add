"""Tells public network addresses, and those of this machine, from all others."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks that embed others: what is behind such an address is the IPv4 address in its last bits.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")
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
        "fec0::/10",  # site-local, now deprecated
    )
)
"""Networks that the registries of special addresses list, and not every supported Python knows."""
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""The only part of IPv6 from which public addresses are assigned."""


def is_public(text: str) -> bool:
    """Tell whether an address is one of the public internet.

    Args:
        text: The address; what isn't one is not public.
    """
    address = _parse_address(text)
    return address is not None and all(map(_is_ordinary, _embedded_addresses(address)))


def is_loopback_host(host: str) -> bool:
    """Tell whether the host of a URL is this machine itself.

    Args:
        host: An address or a name, without a port.
    """
    return host.lower() == "localhost" or is_loopback(host)


def is_loopback(text: str) -> bool:
    """Tell whether an address is this machine itself.

    Args:
        text: The address; what isn't one is not this machine.
    """
    address = _parse_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    return address is not None and address.is_loopback


def _parse_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _is_ordinary(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    is_special = any(address in network for network in _SPECIAL)
    return address.is_global and not (is_special or address.is_multicast or address.is_reserved)


def _embedded_addresses(address: Address) -> list[Address]:
    """Return the IPv4 addresses embedded in an address, or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if address in _NAT64 or (address in _IPV4_COMPATIBLE and int(address) > 1):
        return [ipaddress.IPv4Address(int(address) & _LAST_BITS)]
    return [address]
