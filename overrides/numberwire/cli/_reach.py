"""Whether the hosts of webhooks answer: TCP and TLS once a host; never a request, and never to a private address."""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from numberwire.cli._audit_rules import Look, Rule, Severity, is_private, urls_in_force
from numberwire.cli._masking import mask_url
from numberwire.signalwire import PhoneNumber

__all__ = ["REACH_RULES", "Host", "Reach", "check_host", "make_reach_rules"]

_SECONDS = 5.0
_AT_ONCE = 16
_SOON = timedelta(days=21)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, order=True)
class Host:
    """Where webhooks lead.

    Attributes:
        name: Its name or address.
        port: Its port.
        is_encrypted: Whether TLS is spoken there.
    """

    name: str
    port: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """What came of connecting to a host.

    Attributes:
        problem: Why it can't be reached; empty where it can.
        ends: When its certificate ends.
    """

    problem: str = ""
    ends: datetime | None = None


def check_host(
    host: Host, *, is_refused: Callable[[str], bool] = is_private, context: ssl.SSLContext | None = None
) -> Reach:
    """Connect to a host, and hang up.

    Args:
        host: The host.
        is_refused: Says to which addresses no connection is made.
        context: How certificates are checked; the system's way by default.
    """
    try:
        return _connect(host, is_refused, context)
    except (OSError, ValueError) as error:  # ValueError: a name that no name can be
        return Reach(_describe_problem(error))


def _connect(host: Host, is_refused: Callable[[str], bool], context: ssl.SSLContext | None) -> Reach:
    found = socket.getaddrinfo(host.name, host.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if not is_refused(address)]
    if not allowed:
        return Reach(f"its name leads to the private address {addresses[0]}; nothing was sent there")
    with _open_first(allowed, host.port) as connection:
        if not host.is_encrypted:
            return Reach()
        context = context or ssl.create_default_context()
        with context.wrap_socket(connection, server_hostname=host.name) as encrypted:
            certificate = encrypted.getpeercert() or {}
            ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
            return Reach(ends=datetime.fromtimestamp(ends, UTC))


def _open_first(addresses: Sequence[str], port: int) -> socket.socket:
    """A connection to the first address that answers; the name is not looked up again, and can't lead elsewhere."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=_SECONDS)
    return socket.create_connection((addresses[-1], port), timeout=_SECONDS)


def _describe_problem(error: OSError | ValueError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not accepted: {error.verify_message}"
        case TimeoutError():
            return f"it does not answer within {_SECONDS:.0f} s"
        case ssl.SSLError():
            return f"it speaks no TLS: {error.reason or error}"
        case socket.gaierror():
            return "its name has no address"
        case _:
            return f"it can't be connected to: {getattr(error, 'strerror', None) or error}"


def make_reach_rules(check: Callable[[Host], Reach] = check_host) -> tuple[Rule, ...]:
    """The rules that connect to hosts; each host is connected to once for all of them.

    Args:
        check: Connects to a host.
    """
    results: dict[Host, Reach] = {}

    def look(describe: Callable[[Host, Reach], str]) -> Look:
        def look_at_all(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str]]:
            places = list(_find_places(numbers))
            _check_all(sorted({host for _, _, host in places} - results.keys()), check, results)
            for number, words, host in places:
                if message := describe(host, results[host]):
                    yield number, f"{words} {message}"

        return look_at_all

    return (
        Rule(
            "host-unreachable",
            Severity.ERROR,
            "a URL whose host does not answer; needs --reach",
            look(lambda _, reach: f"can't be reached: {reach.problem}" if reach.problem else ""),
        ),
        Rule(
            "certificate-ends-soon",
            Severity.WARNING,
            f"a host whose certificate ends within {_SOON.days} days; needs --reach",
            look(_describe_end),
        ),
    )


def _describe_end(host: Host, reach: Reach) -> str:
    is_soon = reach.ends is not None and reach.ends < datetime.now(UTC) + _SOON
    return f"needs another certificate: that of {host.name} ends on {reach.ends:%Y-%m-%d}" if is_soon else ""


def _find_places(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str, Host]]:
    """Each URL in force that leads to the public network: whose it is, in words, and its host."""
    for number in numbers:
        for kind, name, url in urls_in_force(number):
            try:
                parts = urlsplit(url)
                port = parts.port or _PORTS.get(parts.scheme)
            except ValueError:
                continue
            if parts.hostname and port and parts.scheme in _PORTS and not is_private(parts.hostname):
                host = Host(parts.hostname, port, parts.scheme == "https")
                yield number, f"{kind} {name} {mask_url(url)}", host


def _check_all(hosts: Sequence[Host], check: Callable[[Host], Reach], results: dict[Host, Reach]) -> None:
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        results.update(zip(hosts, pool.map(check, hosts), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)


REACH_RULES = make_reach_rules()
