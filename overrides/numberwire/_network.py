"""How a client reaches its API: directly or through a proxy, and whom it trusts; from arguments and variables; pure.

What is read from the environment is what httpx2 reads: ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``, in small
letters first. Plain http never goes through a proxy: a proxy would be given the credential in the clear.
"""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from numberwire._base_url import is_loopback, split_origin
from numberwire._concurrency import loading
from numberwire._urls import percent_decode, split_url
from numberwire.credential import Credential, basic_auth, require_value
from numberwire.errors import InvalidRequestError

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
    from ssl import SSLContext
    from urllib.parse import SplitResult

    Certificates = str | os.PathLike[str] | SSLContext

__all__ = ["Network", "Proxy", "Route", "find_route", "hide_proxy", "require_network"]

_PORTS = {"http": 80, "https": 443}
_NOTHING_SENT = "nothing was sent."
_OTHER_PROXIES = (
    "For any other proxy, pass transport=httpx2.HTTPTransport(proxy=...), from numberwire[httpx2]"
)


class Network(msgspec.Struct, frozen=True):
    """What a caller says about the network.

    Attributes:
        proxy: A proxy; None for the environment's.
        verify: Whom to trust: a file or folder of certificates, or a context; None for the environment's and the
            system's.
        trust_env: Whether variables of the environment count.
        ca_variable: The API's own variable for a file of certificates, where it has one.
    """

    proxy: "Proxy | None" = None
    verify: Any = None
    trust_env: bool = True
    ca_variable: str | None = None


class Proxy(msgspec.Struct, frozen=True):
    """A proxy that is asked for a tunnel.

    Attributes:
        host: Its host.
        port: Its port.
        credential: What it is given, where it asks for it.
    """

    host: str
    port: int
    credential: Credential | None = None

    @property
    def place(self) -> str:
        """The host and the port, as in a URL."""
        return _place(self.host, self.port)

    def headers(self, place: str) -> tuple[tuple[str, str], ...]:
        """The headers of the request for a tunnel to a host and port."""
        host = (("host", place),)
        if self.credential is None:
            return host
        return (*host, (f"proxy-{self.credential.header()[0]}", self.credential.header()[1]))


class Route(msgspec.Struct, frozen=True):
    """Where connections go.

    Attributes:
        host: The host of the API, as a name or an address.
        port: Its port.
        is_tls: Whether it speaks TLS.
        proxy: The proxy in between.
        reason: Which proxy it leads through, or why through none, where one is named; for errors.
    """

    host: str
    port: int
    is_tls: bool
    proxy: Proxy | None = None
    reason: str = ""

    @property
    def place(self) -> str:
        """The host and the port, as a proxy is asked for them."""
        return _place(self.host, self.port)


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def require_network(network: Network, transport: object) -> None:
    """Refuse what can be seen to be wrong before anything is opened.

    Raises:
        InvalidRequestError: An argument is of a wrong kind, or has no effect beside another.
    """
    if transport is not None and (network.proxy is not None or network.verify is not None):
        raise InvalidRequestError(
            "proxy and verify have no effect beside transport: set them on the transport."
        )
    if not isinstance(network.trust_env, bool):  # pyright: ignore[reportUnnecessaryIsInstance] callers may be untyped
        raise InvalidRequestError("trust_env must be True or False.")
    verify = network.verify
    if verify is None or verify is True or isinstance(verify, (str, os.PathLike)):
        return
    if verify is False:
        raise InvalidRequestError(
            "verify=False is not offered: your credential would go to whoever answers. To trust a server of your own, "
            "give the file of its certificate authority, such as verify='company-ca.pem'."
        )
    library = sys.modules.get("ssl")  # where nobody loaded it, nobody made a context
    if library is None or not isinstance(verify, library.SSLContext):
        raise InvalidRequestError(
            "verify must be a file or folder of certificates, or an ssl.SSLContext, "
            f"not {type(verify).__name__}."
        )


def find_route(base_url: str, network: Network, environ: Mapping[str, str] = os.environ) -> Route:
    """Where connections for a base URL go.

    Raises:
        InvalidRequestError: The proxy can't be used; the message names its variable, and no password.
    """
    scheme, host, written_port = split_origin(base_url)
    port = written_port or _PORTS[scheme]
    is_tls = scheme == "https"
    if not is_tls and network.proxy is not None and not is_loopback(host):
        raise InvalidRequestError(
            "the proxy would see your credential unencrypted, since base_url is http: use https."
        )
    if is_tls and network.proxy is not None:
        return _route_through(host, port, network.proxy, "proxy=")
    name, value = _proxy_of_environment(environ) if network.trust_env else ("", "")
    if not value:
        return Route(host, port, is_tls)
    if not is_tls:
        return Route(host, port, is_tls, reason=f"directly, since plain http doesn't use the proxy of {name}")
    exempting, exceptions = _variable(environ, "no_proxy")
    if _is_exempt(host, port, exceptions):
        return Route(
            host, port, is_tls, reason=f"directly, since {exempting} exempts it from the proxy of {name}"
        )
    return _route_through(host, port, _parse_proxy(value, name), name)


def _route_through(host: str, port: int, proxy: Proxy, name: str) -> Route:
    return Route(host, port, is_tls=True, proxy=proxy, reason=f"through the proxy {proxy.place} of {name}")


def _variable(environ: Mapping[str, str], name: str) -> tuple[str, str]:
    """A variable in small or capital letters, by the name that it has; in small letters even where it is empty."""
    name = name if name in environ else name.upper()
    return name, environ.get(name, "").strip()


def _proxy_of_environment(environ: Mapping[str, str]) -> tuple[str, str]:
    """The variable that names the proxy for https, and its value; empty where there is none."""
    for variable in ("https_proxy", "all_proxy"):
        name, value = _variable(environ, variable)
        if value:
            return name, value
    if environ is os.environ and sys.platform in ("darwin", "win32"):
        from urllib.request import getproxies  # noqa: PLC0415 it loads much, and other systems have no such settings

        proxies = getproxies()
        return "the system's settings", proxies.get("https") or proxies.get("all") or ""
    return "", ""


def _parse_proxy(url: object, name: str) -> Proxy:
    if not isinstance(url, str):
        raise InvalidRequestError(f"{name} must be a URL such as 'http://proxy.example.com:3128'.")
    written = url if "://" in url else f"http://{url}"
    parts, host, port = _split(written)
    if parts.scheme not in _PORTS:
        raise _unusable(name, parts, f"its scheme is {parts.scheme!r}, and only http is. {_OTHER_PROXIES}")
    if parts.scheme == "https":
        raise _unusable(name, parts, f"only an http proxy is supported, not https. {_OTHER_PROXIES}")
    if not host or port == 0 or not written.isascii() or not written.isprintable() or " " in written:
        raise _unusable(name, parts, "it is not a URL such as http://proxy.example.com:3128")
    credential = None
    if parts.username or parts.password:
        names = (f"the user of {name}", f"the password of {name}")
        credential = require_value(
            basic_auth(
                percent_decode(parts.username or ""), percent_decode(parts.password or ""), names=names
            )
        )
    return Proxy(host, port or _PORTS["http"], credential)


def hide_proxy(proxy: object) -> Proxy | InvalidRequestError | None:
    """What a caller gave as proxy, its password where no traceback shows it.

    Returns:
        The proxy, or why it can't be used: as a value, until the frame that has the password is gone.
    """
    if proxy is None or isinstance(proxy, Proxy):
        return proxy
    try:
        return _parse_proxy(proxy, "proxy")
    except InvalidRequestError as error:
        return error.with_traceback(None)


def _split(url: str) -> "tuple[SplitResult, str, int | None]":
    """The parts of a URL, its host, or none where it has none that can be, and its port."""
    try:
        parts = split_url(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return split_url("http://"), "", None
    return parts, host, port


def _unusable(name: str, parts: "SplitResult", why: str) -> InvalidRequestError:
    # What comes before an @ is a password, and is not repeated.
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if name == "proxy":
        return InvalidRequestError(f"proxy is {shown!r}, which can't be used: {why}; {_NOTHING_SENT}")
    remedy = "Correct it, unset it, or ignore it with trust_env=False"
    return InvalidRequestError(
        f"{name} names {shown!r}, which can't be used: {why}. {remedy}; {_NOTHING_SENT}"
    )


def _is_exempt(host: str, port: int, exceptions: str) -> bool:
    """Whether a list such as ``NO_PROXY`` has a host."""
    return any(_matches(host, port, entry.strip().lower()) for entry in exceptions.split(","))


def _matches(host: str, port: int, entry: str) -> bool:
    if entry == "*":
        return True
    scheme, has_scheme, rest = entry.partition("://")
    if has_scheme:
        if scheme not in ("https", "all"):
            return False
        entry = rest
    if (network := _ip_network(entry)) is not None:
        address = _ip_address(host)
        return address is not None and address.version == network.version and address in network
    name, _, number = entry.rpartition(":") if ":" in entry else (entry, "", "")
    if not name or (number and number != str(port)):
        return False
    domain = name.removeprefix("*").removeprefix(".")
    # A name stands for itself and its subdomains; a dot before it, for its subdomains alone.
    is_exact = host == domain and name == domain
    may_be_part = name != domain or not (has_scheme or domain == "localhost")
    return is_exact or (may_be_part and bool(domain) and host.endswith(f".{domain}"))


def _ip_address(text: str) -> "IPv4Address | IPv6Address | None":
    with loading():
        from ipaddress import ip_address  # noqa: PLC0415 few processes have exceptions from a proxy
    try:
        return ip_address(text)
    except ValueError:
        return None


def _ip_network(text: str) -> "IPv4Network | IPv6Network | None":
    with loading():
        from ipaddress import ip_network  # noqa: PLC0415 as above
    try:
        return ip_network(text.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None
