"""Identifiers that are derived, not drawn: the same seed gives the same ids in every run."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID_LENGTH = 26
_BITS = 5


def digest_of(seed: int, *parts: object) -> bytes:
    """32 bytes that depend on the seed and the parts alone."""
    return hashlib.sha256(repr((seed, *map(str, parts))).encode()).digest()


def uuid_of(seed: int, *parts: object) -> str:
    """A version 4 UUID made of the seed and the parts."""
    return str(UUID(bytes=digest_of(seed, *parts)[:16], version=4))


def ulid_of(seed: int, *parts: object) -> str:
    """A request id in the form the routing API gives: 26 characters of Crockford's base 32."""
    value = int.from_bytes(digest_of(seed, *parts)[:16], "big")
    places = range((_ULID_LENGTH - 1) * _BITS, -1, -_BITS)
    return "".join(_CROCKFORD[value >> place & 31] for place in places)


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID in its usual form of five groups."""
    return _UUID.fullmatch(text) is not None
