"""Where an API is: a base URL, checked and written in one way; pure.

What depends on a URL (its certificates, its Host header, whether a next page is here) depends on the text that
`checked_base_url` returns, never on how a caller wrote it.
"""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from numberwire._messages import warn_caller
from numberwire.errors import InvalidRequestError

__all__ = ["checked_base_url", "is_here", "is_loopback"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_LOCAL_NAME = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?", re.ASCII)
"""A name without a dot; it begins with a letter, since an address may be written as one number."""
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*", re.ASCII)


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
    parts, host, port = _split(base_url)
    path = parts.path.rstrip("/")
    # Blanks, tabs and what is no ASCII are refused: one reader of URLs drops them, and another doesn't.
    plain = base_url.isascii() and base_url.isprintable() and not set(base_url) & set(" ?#\\")
    web = parts.scheme in _DEFAULT_PORTS and bool(host) and "@" not in parts.netloc
    if not (plain and web) or port == 0 or _PATH.fullmatch(path) is None:
        # What comes before an @ is a password, and is not repeated.
        shown = base_url.rpartition("@")[2]
        raise InvalidRequestError(f"{shown!r} is not a base URL such as https://api.example.com.")
    if parts.scheme == "http" and not (allow_http or is_loopback(host.strip("[]"))):
        _refuse_plain_http(base_url, host)
    shown_port = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}{path}"


def _refuse_plain_http(base_url: str, host: str) -> None:
    """Refuse to send credentials unencrypted; a name without a dot is one of this network, and is warned of.

    Raises:
        InvalidRequestError: The host may be anywhere.
    """
    if not _LOCAL_NAME.fullmatch(host):
        raise InvalidRequestError(
            f"{base_url!r} would send your credentials unencrypted: use https, or pass allow_http=True if "
            "this is intended."
        )
    warn_caller(f"Credentials go unencrypted to {host!r}. If this is intended, pass allow_http=True.")


def _split(base_url: str) -> tuple[SplitResult, str, int | None]:
    """The parts of a URL, its host as it is written in a URL, or none where it can't be one, and its port."""
    try:
        parts = urlsplit(base_url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
        if parts.netloc.startswith("["):
            return parts, f"[{ipaddress.IPv6Address(host)}]" if "%" not in host else "", port
    except ValueError:
        return urlsplit(""), "", None
    return parts, host if _NAME.fullmatch(host) else "", port


def is_here(link: SplitResult, base_url: str, path: str, own_path: str | None) -> bool:
    """Whether a link that an answer gives leads to a path of the API.

    What is behind a gateway knows nothing of the gateway's address and path: its links name its own. They are the
    gateway's, too, since nothing is sent to a link: its query alone is used.

    Args:
        link: The link, made absolute.
        base_url: Where the API is.
        path: The path below the base URL.
        own_path: The same path as the API itself has it, where that is known.
    """
    if _place(link) == _place(urlsplit(base_url + path)):
        return True
    if own_path is None or urlsplit(base_url).path + path == own_path:
        return False
    return link.scheme in _DEFAULT_PORTS and link.path.rstrip("/") == own_path.rstrip("/")


def _place(url: SplitResult) -> tuple[str, str, int | None, str]:
    return url.scheme, url.hostname or "", url.port or _DEFAULT_PORTS.get(url.scheme), url.path.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name (without a port) is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
