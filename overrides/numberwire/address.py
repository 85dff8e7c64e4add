"""Where an API is: a base URL, checked; pure."""

import ipaddress
from urllib.parse import urlsplit

from numberwire.errors import InvalidRequestError

__all__ = ["checked_base_url", "is_loopback"]


def checked_base_url(base_url: str) -> str:
    """A base URL without its last slash.

    Raises:
        InvalidRequestError: It is none, or would send credentials unencrypted to another machine.
    """
    if not isinstance(base_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        raise InvalidRequestError(f"base_url must be a string, not {type(base_url).__name__}.")
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    web = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    if not web or parts.query or parts.fragment or port == 0 or not base_url.isprintable() or " " in base_url:
        # What stands before an @ is a password, and is not repeated.
        shown = base_url.rpartition("@")[2]
        raise InvalidRequestError(f"{shown!r} is no base URL such as https://api.example.com.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise InvalidRequestError(f"{base_url!r} would send your credentials unencrypted: use https.")
    return base_url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name (without a port) is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
