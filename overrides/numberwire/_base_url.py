"""Where an API is: a base URL, checked and written in one way; pure.

What depends on a URL (its certificates, its Host header, whether a next page is here) depends on the text that
`checked_base_url` returns, never on how a caller wrote it.
"""

import re
from typing import TYPE_CHECKING

from numberwire._concurrency import loading
from numberwire._messages import warn_caller
from numberwire._urls import split_url
from numberwire.errors import InvalidRequestError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

__all__ = ["checked_base_url", "is_here", "is_loopback", "shown_address", "split_authority", "split_origin"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Compiled by the first call that needs it, as few do.
_LOCAL_NAME = r"[a-z](?:[a-z0-9-]*[a-z0-9])?"
"""A name without a dot; it begins with a letter, since an address may be written as one number."""
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")
_ADDRESS = frozenset("0123456789ABCDEFabcdef:.")
_PATH = _NAME.union("~!$&'()*+,;=:@%/")
"""What a name, an address in its brackets and a path are written with.

Blanks, tabs and what is no ASCII are refused: one reader of URLs drops them, and another doesn't. They are looked for
sign by sign, since every client is constructed with a URL, and a pattern takes longer to compile.
"""
_LONGEST_PORT = 5
_HIGHEST_PORT = 65_535


_KEY = r"(?=[\w+/=-]*\d)[\w+/=-]{16,}"
"""A text as long as that with a digit in it is a key sooner than a name."""


def checked_base_url(base_url: str, *, allow_http: bool = False) -> str:
    """A base URL with its scheme and host in small letters, without a default port and its last slash.

    Args:
        base_url: The base URL as it was given.
        allow_http: Whether another machine may be spoken to without encryption.

    Raises:
        InvalidRequestError: It is not a base URL, or would send credentials unencrypted to another machine.
    """
    if not isinstance(base_url, str):  # pyright: ignore[reportUnnecessaryIsInstance] callers without a checker
        raise InvalidRequestError(f"base_url must be a string, not {type(base_url).__name__}.")
    if not isinstance(allow_http, bool):  # pyright: ignore[reportUnnecessaryIsInstance] as above
        raise InvalidRequestError(f"allow_http must be True or False, not {type(allow_http).__name__}.")
    scheme, host, port, path = _read(base_url)
    if not host:
        raise InvalidRequestError(
            f"{shown_address(base_url)} is not a base URL such as https://api.example.com."
        )
    if scheme == "http" and not (allow_http or is_loopback(host.strip("[]"))):
        _refuse_plain_http(base_url, host)
    shown_port = "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"
    return f"{scheme}://{host}{shown_port}{path}"


def shown_address(text: str) -> str:
    """What an error says of an address that can't be used: nothing of it that may be a secret.

    Args:
        text: The address, or what was given in its place, such as a token.
    """
    shown = re.sub(
        r"(?<=[?#]).+", "...", text.rpartition("@")[2], flags=re.DOTALL
    )  # before an @ is a password
    return "what was given" if re.search(_KEY, shown) else repr(shown)


def _refuse_plain_http(base_url: str, host: str) -> None:
    """Refuse to send credentials unencrypted; a name without a dot is one of this network, and is warned of.

    Raises:
        InvalidRequestError: The host may be anywhere.
    """
    if not re.fullmatch(_LOCAL_NAME, host):
        raise InvalidRequestError(
            f"{shown_address(base_url)} would send your credentials unencrypted: use https, or pass allow_http=True if "
            "this is intended."
        )
    warn_caller(f"Credentials go unencrypted to {host!r}. If this is intended, pass allow_http=True.")


def _read(base_url: str) -> tuple[str, str, int | None, str]:
    """The scheme, the host as in a URL, the port, and the path without its last slash; no host of what is none."""
    scheme, _, rest = base_url.partition("://")
    authority, slash, path = rest.partition("/")
    parts = split_authority(authority)
    is_path = _PATH.issuperset(path) and {".", ".."}.isdisjoint(path.split("/"))
    if scheme.lower() not in _DEFAULT_PORTS or parts is None or not is_path:
        return "", "", None, ""
    name, digits = parts
    port = int(digits) if digits else None
    host = _shown_address(name) if name.startswith("[") else name.removesuffix(".").lower()
    is_port = port is None or 0 < port <= _HIGHEST_PORT
    return scheme.lower(), host if is_port else "", port, (slash + path).rstrip("/")


def split_authority(authority: str) -> tuple[str, str] | None:
    """The host, with the brackets of an address, and the digits of the port, of which there may be none.

    Args:
        authority: What stands in a URL between its scheme and its path.

    Returns:
        Both; None where it is no host with or without a port.
    """
    host, colon, digits = authority.rpartition(":")
    if not colon or "]" in digits:  # a colon of the address
        host, digits = authority, ""
    if len(digits) > _LONGEST_PORT or (digits and not (digits.isascii() and digits.isdecimal())):
        return None
    if host.startswith("["):
        address = host[1:-1]
        return (host, digits) if host.endswith("]") and address and _ADDRESS.issuperset(address) else None
    name = host.removesuffix(".")
    is_name = bool(name) and _NAME.issuperset(name) and not (name[0] in ".-" or name[-1] in ".-")
    return (host, digits) if is_name else None


def _shown_address(address: str) -> str:
    """An IPv6 address as it is written in a URL; empty where it is none."""
    with loading():
        from ipaddress import IPv6Address  # noqa: PLC0415 hosts are mostly names
    try:
        return f"[{IPv6Address(address.strip('[]'))}]"
    except ValueError:
        return ""


def split_origin(base_url: str) -> tuple[str, str, int | None]:
    """The scheme, the host as a name or an address, and the port of a base URL; None for the scheme's own port."""
    scheme, host, port, _ = _read(base_url)
    return scheme, host.strip("[]"), port


def is_here(link: "SplitResult", base_url: str, path: str, own_path: str | None) -> bool:
    """Whether a link that an answer gives leads to a path of the API.

    What is behind a gateway knows nothing of the gateway's address and path: its links name its own. They are the
    gateway's, too, since nothing is sent to a link: its query alone is used.

    Args:
        link: The link, made absolute.
        base_url: Where the API is.
        path: The path below the base URL.
        own_path: The same path as the API itself has it, where that is known.
    """
    if _place(link) == _place(split_url(base_url + path)):
        return True
    if own_path is None or split_url(base_url).path + path == own_path:
        return False
    return link.scheme in _DEFAULT_PORTS and link.path.rstrip("/") == own_path.rstrip("/")


def _place(url: "SplitResult") -> tuple[str, str, int | None, str]:
    return url.scheme, url.hostname or "", url.port or _DEFAULT_PORTS.get(url.scheme), url.path.rstrip("/")


_OWN_NAMES = ("localhost", "127.0.0.1", "::1")
"""What nearly everybody calls this machine; all other addresses are read by a module that takes a while to load."""


def is_loopback(host: str) -> bool:
    """Whether a host name (without a port) is this machine's own."""
    if host.lower() in _OWN_NAMES:
        return True
    if ":" not in host and not host.startswith("127."):
        return False
    with loading():
        from ipaddress import ip_address  # noqa: PLC0415 as above
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
