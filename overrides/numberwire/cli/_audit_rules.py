"""The rules of the audit: each looks at one number, or at all of them, and says what is wrong; pure."""

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from numberwire.cli._masking import mask_url
from numberwire.cli._records import AnyHandler, handler_name, leftovers
from numberwire.fleet._protocols import Fields
from numberwire.signalwire import E911Status, PhoneNumber, handlers

__all__ = [
    "RULES",
    "Finding",
    "Look",
    "Rule",
    "Severity",
    "find_all",
    "is_private",
    "mend_fields",
    "urls_in_force",
]


class Severity(StrEnum):
    """How bad a finding is; the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Its place in that order."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """What a rule found.

    Attributes:
        rule: The rule's name.
        severity: How bad it is.
        number: The number.
        message: What is wrong.
    """

    FIELDS: ClassVar = ("severity", "rule", "number", "name", "id", "message")
    rule: str
    severity: Severity
    number: PhoneNumber
    message: str

    def as_record(self) -> dict[str, Any]:
        """The finding as JSON values."""
        number = self.number
        values = (str(self.severity), self.rule, number.number, number.name, number.id, self.message)
        return dict(zip(self.FIELDS, values, strict=True))


Mend = Callable[[dict[str, str]], dict[str, str]]
Look = Callable[[Sequence[PhoneNumber]], Iterator[tuple[PhoneNumber, str]]]


@dataclass(frozen=True)
class Rule:
    """A rule of the audit.

    Attributes:
        name: Its name, which stays.
        severity: How bad its findings are.
        meaning: What it finds.
        look: Finds it.
        mend: Makes a handler of it that has nothing to be found; None where only a person can tell what is meant.
    """

    name: str
    severity: Severity
    meaning: str
    look: Look
    mend: Mend | None = None


def mend_fields(fields: Fields, rules: Sequence[Rule]) -> Fields:
    """What a number would do once its findings are mended, in the fleet's normal form.

    Args:
        fields: What it does.
        rules: The rules that found something.
    """
    mended = dict(fields)
    for mend in (rule.mend for rule in rules if rule.mend is not None):
        for field, value in mended.items():
            if isinstance(value, dict):
                mended[field] = mend(value)
    return mended


def find_all(numbers: Sequence[PhoneNumber], rules: Sequence[Rule]) -> list[Finding]:
    """The findings of rules, the worst first; those of a rule in the order of the numbers."""
    findings = [
        Finding(rule.name, rule.severity, number, message)
        for rule in rules
        for number, message in rule.look(numbers)
    ]
    return sorted(findings, key=lambda finding: finding.severity.rank)


def _each(look: Callable[[PhoneNumber], str | None]) -> Look:
    """A rule that looks at each number by itself."""

    def look_at_all(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str]]:
        for number in numbers:
            if message := look(number):
                yield number, message

    return look_at_all


def _each_handler(look: Callable[[str, AnyHandler], Iterator[str]]) -> Look:
    """A rule that looks at the handlers in force, that of calls and that of messages."""

    def look_at_all(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str]]:
        for number in numbers:
            for kind, handler in (
                ("call", handlers.call_of(number)),
                ("message", handlers.message_of(number)),
            ):
                for message in look(kind, handler):
                    yield number, message

    return look_at_all


def urls_in_force(number: PhoneNumber) -> Iterator[tuple[str, str, str]]:
    """The URLs of the handlers in force: of calls or messages, the parameter's name, and the URL."""
    for kind, handler in (("call", handlers.call_of(number)), ("message", handlers.message_of(number))):
        if isinstance(handler, handlers.Handler):
            for name in handler.__struct_fields__:
                url = getattr(handler, name)
                if name.endswith("_url") and url:
                    yield kind, name, url


def _each_url(look: Callable[[str, str], str | None]) -> Look:
    """A rule that looks at the URLs in force: each one's scheme and host."""

    def look_at_all(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str]]:
        for number in numbers:
            for kind, name, url in urls_in_force(number):
                scheme, host = _split(url)
                if message := look(scheme, host):
                    yield number, f"{kind} {name} {mask_url(url)} {message}"

    return look_at_all


def _split(url: str) -> tuple[str, str]:
    """A URL's scheme and host; empty where there are none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.hostname or ""


def _find_missing_parameter(kind: str, handler: AnyHandler) -> Iterator[str]:
    if isinstance(handler, handlers.Handler):
        for field in msgspec.structs.fields(type(handler)):
            if field.required and not getattr(handler, field.name):
                yield f"the {kind} handler {handler.handler} lacks its {field.name}"


DEPRECATED = {"relay_context": "relay_topic or relay_application"}
"""Handlers that the documentation deprecates, and what it names instead."""


def _find_deprecated(kind: str, handler: AnyHandler) -> Iterator[str]:
    name = handler_name(handler)
    if name in DEPRECATED:
        yield f"the {kind} handler {name} is deprecated: use {DEPRECATED[name]}"


_CONTEXT, _TOPIC = "relay_context", "relay_topic"


def _mend_deprecated(handler: dict[str, str]) -> dict[str, str]:
    """A topic in place of the context that is deprecated for it."""
    if handler.get("handler") != _CONTEXT:
        return handler
    return {
        name.replace(_CONTEXT, _TOPIC): value.replace(_CONTEXT, _TOPIC) if name == "handler" else value
        for name, value in handler.items()
    }


def _find_unsettable(kind: str, handler: AnyHandler) -> Iterator[str]:
    if isinstance(handler, handlers.Other):
        yield f"the {kind} handler {handler.value} can't be set through the API: once replaced, it can't be restored"


def _find_no_fallback(kind: str, handler: AnyHandler) -> Iterator[str]:
    if getattr(handler, "fallback_url", "no such parameter") in (None, ""):
        yield f"no fallback URL: if the webhook fails, the {kind} does"


_TUNNELS = (
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "loca.lt",
    "localhost.run",
    "lhr.life",
    "trycloudflare.com",
    "serveo.net",
    "pagekite.me",
    "devtunnels.ms",
    "tunnelmole.net",
    "localtunnel.me",
)


def _find_plain_http(scheme: str, host: str) -> str | None:
    is_plain = scheme == "http" and not is_private(host)
    return "is not encrypted: use https" if is_plain else None


def _mend_plain_http(handler: dict[str, str]) -> dict[str, str]:
    """Encrypted URLs in place of plain ones; a port that is named may speak no TLS, and stays."""

    def encrypt(url: str) -> str:
        scheme, host = _split(url)
        is_mendable = _find_plain_http(scheme, host) and urlsplit(url).netloc.endswith(host)
        return f"https{url[len(scheme) :]}" if is_mendable else url

    return {name: encrypt(value) if name.endswith("_url") else value for name, value in handler.items()}


def _find_private_host(_scheme: str, host: str) -> str | None:
    return "is not reachable from outside: its host is private or this machine" if is_private(host) else None


def _find_tunnel(_scheme: str, host: str) -> str | None:
    is_tunnel = any(host == tunnel or host.endswith(f".{tunnel}") for tunnel in _TUNNELS)
    return "leads to a developer's tunnel, which closes with its terminal" if is_tunnel else None


def is_private(host: str) -> bool:
    """Whether a name or an address is private, of this machine, or for nobody in particular."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return not address.is_global or address.is_multicast


def _find_no_call_handler(number: PhoneNumber) -> str | None:
    return None if number.call_handler else "nothing answers its calls"


def _find_no_message_handler(number: PhoneNumber) -> str | None:
    can_receive = "sms" in (number.capabilities or ())
    return (
        "it can receive messages, but nothing handles them"
        if can_receive and not number.message_handler
        else None
    )


def _find_leftovers(number: PhoneNumber) -> str | None:
    names = ", ".join(leftovers(number))
    return f"set, but belongs to a handler that is not in use: {names}" if names else None


def _find_no_name(number: PhoneNumber) -> str | None:
    return None if number.name else "it has no name"


def _find_no_e911(number: PhoneNumber) -> str | None:
    if not number.e911_address_id:
        return "it has no emergency (E911) address"
    if number.e911_status in (E911Status.failed, E911Status.unregistered):
        return f"its emergency (E911) address is not in force: {number.e911_status}"
    return None


def _find_same_names(numbers: Sequence[PhoneNumber]) -> Iterator[tuple[PhoneNumber, str]]:
    by_name: dict[str, list[PhoneNumber]] = defaultdict(list)
    for number in numbers:
        if number.name:
            by_name[number.name].append(number)
    for number in numbers:
        same = by_name[number.name or ""]
        if len(same) > 1:
            other = same[1] if same[0] is number else same[0]
            more = f" and {len(same) - 2} more" if len(same) > 2 else ""  # noqa: PLR2004 the number and the other
            yield number, f"{other.number}{more} has the same name, so the name can't identify it"


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES = (
    Rule(
        "handler-parameter-missing",
        _ERROR,
        "a handler without the parameter it needs",
        _each_handler(_find_missing_parameter),
    ),
    Rule(
        "loopback-host",
        _ERROR,
        "a URL whose host is private or of this machine",
        _each_url(_find_private_host),
    ),
    Rule("tunnel-host", _ERROR, "a URL that leads to a developer's tunnel", _each_url(_find_tunnel)),
    Rule("no-call-handler", _WARNING, "nothing answers calls", _each(_find_no_call_handler)),
    Rule(
        "deprecated-handler",
        _WARNING,
        "a handler that is deprecated",
        _each_handler(_find_deprecated),
        _mend_deprecated,
    ),
    Rule(
        "plain-http",
        _WARNING,
        "a URL that is not encrypted",
        _each_url(_find_plain_http),
        _mend_plain_http,
    ),
    Rule("same-name", _WARNING, "a name that several numbers have", _find_same_names),
    Rule("unsettable-handler", _NOTE, "a handler that the API can't set", _each_handler(_find_unsettable)),
    Rule("no-fallback", _NOTE, "a webhook without a fallback URL", _each_handler(_find_no_fallback)),
    Rule("leftover-parameters", _NOTE, "parameters of handlers that are not in use", _each(_find_leftovers)),
    Rule(
        "no-message-handler",
        _NOTE,
        "messages are possible, and nothing receives them",
        _each(_find_no_message_handler),
    ),
    Rule("no-name", _NOTE, "a number without a name", _each(_find_no_name)),
    Rule("no-e911", _NOTE, "a number without an emergency address", _each(_find_no_e911)),
)
