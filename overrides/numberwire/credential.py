"""Secrets: kept where neither `repr`, `vars` nor a traceback finds them, and masked wherever an API echoes them."""

import binascii
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Literal, TypeVar, cast

import msgspec

from numberwire._urls import percent_encode, write_query
from numberwire.errors import InvalidRequestError

__all__ = [
    "Credential",
    "Location",
    "api_key_auth",
    "basic_auth",
    "bearer_auth",
    "make_credential",
    "require_value",
]

_MASK = "***"
_SHORTEST_SECRET = 4
"""Masking shorter strings would make an error message unreadable and protect nothing."""


_CLOSELY = 262_144
"""The most characters of a text that is searched for every spelling: it takes a fraction of a second."""
_MARKS = "%\\&"
"""Where none of these stands, nothing is percent-encoded, escaped or written as in HTML."""
_HTML_NAMES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_URL_SAFE = str.maketrans("+/", "-_")


Location = Literal["header", "query", "cookie"]
"""Where a credential goes in a request."""


class _CallMask(msgspec.Struct):
    """Masks everything that one call shows.

    In all, it searches no more closely than `Credential.redact_bytes` does in one content: an answer of thousands of
    parts would take minutes.
    """

    redact: Callable[[bytes, int], bytes]
    left: int = _CLOSELY

    def __call__(self, content: bytes) -> bytes:
        masked = self.redact(content, self.left)
        self.left = max(self.left - len(content), 0)
        return masked


class Credential:
    """What shows an API who calls it, such as an Authorization header; shown to nobody but the HTTP layer.

    Args:
        value: The value of the header, or of the parameter or cookie that takes its place.
        secrets: What is masked wherever it is repeated.
        name: The name of the header, the parameter or the cookie.
        location: Where it stands.

    Attributes:
        make_mask: Makes a function that masks like `redact_bytes`, for everything that one call shows.
    """

    __slots__ = ("_named", "_parts", "_places", "_redact", "_redact_bytes", "_secrets", "make_mask")

    def __init__(
        self, value: str, *secrets: str, name: str = "authorization", location: Location = "header"
    ) -> None:
        self._keep(((location, name, value),), secrets)

    def _keep(self, parts: tuple[tuple[Location, str, str], ...], secrets: tuple[str, ...]) -> None:
        kept = tuple(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)
        redact = _masking_function(kept)

        def redact_bytes(content: bytes, most: int) -> bytes:
            # By way of a text only where it is short: a text may take four times the content's memory.
            if len(content) <= most:
                return redact(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
            for spelling in _long_spellings(kept):
                content = content.replace(spelling, _MASK.encode())
            return content

        self._named: Callable[[], Mapping[str, Credential]] = dict[str, Credential]
        self._parts: Callable[[], tuple[tuple[Location, str, str], ...]] = lambda: parts
        self._places = frozenset(place for place, _, _ in parts)
        self._secrets: Callable[[], tuple[str, ...]] = lambda: kept
        self._redact = redact
        self._redact_bytes: Callable[[bytes, int], bytes] = redact_bytes
        self.make_mask: Callable[[], Callable[[bytes], bytes]] = partial(_CallMask, redact_bytes)

    def header(self) -> tuple[str, str]:
        """The header to send, of a credential that is one."""
        return next((name, value) for _, name, value in self._parts())

    def add_to_headers(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The headers of a request with those of this credential; there is one Cookie header at most.

        Args:
            headers: Name and value of each header of the request.
        """
        own = [(name, value) for place, name, value in self._parts() if place == "header"]
        if "cookie" not in self._places:
            return (*headers, *own)
        cookies = [f"{name}={value}" for place, name, value in self._parts() if place == "cookie"]
        cookies = [value for name, value in headers if name == "cookie"] + cookies
        others = (header for header in headers if header[0] != "cookie")
        return (*others, *own, ("cookie", "; ".join(cookies)))

    def add_to_target(self, target: str) -> str:
        """The target of a request with the parameters of this credential.

        Args:
            target: The path and the query.
        """
        if "query" not in self._places:
            return target
        query = write_query((name, value) for place, name, value in self._parts() if place == "query")
        return f"{target}{'&' if '?' in target else '?'}{query}"

    def redact(self, text: str) -> str:
        """The text with every secret masked."""
        return self._redact(text)

    def redact_bytes(self, content: bytes) -> bytes:
        """The content with every secret masked."""
        return self._redact_bytes(content, _CLOSELY)

    @classmethod
    def combine(cls, *credentials: "Credential") -> "Credential":
        """Several credentials as one; without any, a request is sent as it is.

        Args:
            credentials: The credentials.
        """
        joined = cls.__new__(cls)
        joined._keep(  # noqa: SLF001 they are of this class
            tuple(part for one in credentials for part in one._parts()),  # noqa: SLF001
            tuple(secret for one in credentials for secret in one._secrets()),  # noqa: SLF001
        )
        return joined

    @classmethod
    def combine_named(cls, credentials: "Mapping[str, Credential]") -> "Credential":
        """Several credentials as one, of which `select` takes some.

        Args:
            credentials: The credentials by their names.
        """
        joined = cls.combine(*credentials.values())
        joined._named = lambda: credentials  # noqa: SLF001 it is of this class
        return joined

    @property
    def names(self) -> frozenset[str]:
        """The names of the credentials that this one was made of."""
        return frozenset(self._named())

    def names_for(self, ways: Iterable[tuple[str, ...]]) -> frozenset[str]:
        """The names of the credentials that a call is sent with.

        Those of the first way whose credentials are all here. Where there is none, but something is wanted, all: what
        a description says of credentials is often less than what the API takes.

        Args:
            ways: The names of the credentials that are taken together, for each way to make the call.
        """
        given, wanted = self.names, [frozenset(way) for way in ways if way]
        return next((way for way in wanted if way <= given), given if wanted else frozenset())

    def select(self, names: Collection[str]) -> "Credential":
        """Some of the credentials that this one was made of.

        Args:
            names: Their names.
        """
        return self.combine(*(held for name, held in self._named().items() if name in names))

    def __repr__(self) -> str:
        return f"<Credential {_MASK}>"

    def __copy__(self) -> "Credential":
        return self

    def __deepcopy__(self, memo: object) -> "Credential":
        return self

    def __reduce__(self) -> str:
        raise TypeError("a credential can't be pickled: it would be written unencrypted")


def _masking_function(secrets: tuple[str, ...]) -> Callable[[str], str]:
    """A function that masks secrets, in whatever encoding a server or a proxy repeats them.

    As they are, in base64 and in hexadecimal, each of these in any case, and each of its characters percent-encoded,
    escaped as in JSON, or written as in HTML.
    """
    forms = {form for secret in secrets for form in _forms(secret)}
    kept = sorted((form for form in forms if len(form) >= _SHORTEST_SECRET), key=len, reverse=True)

    @cache
    def spellings() -> re.Pattern[str]:
        forms_spelt = "|".join("".join(map(_spellings, form)) for form in kept)
        return re.compile(f"{_beginning(kept)}(?:{forms_spelt})", re.IGNORECASE)

    def redact(text: str) -> str:
        for form in kept:
            text = text.replace(form, _MASK)
        lower = text.lower()
        if not kept or not (
            any(mark in text for mark in _MARKS) or any(form.lower() in lower for form in kept)
        ):
            return text
        if len(text) <= _CLOSELY:
            return spellings().sub(_MASK, text)
        for spelling in (spelling for form in kept for spelling in _common_spellings(form)):
            text = text.replace(spelling, _MASK)
        return text

    return redact


def _long_spellings(secrets: tuple[str, ...]) -> list[bytes]:
    """What is masked in a content too long to be searched closely, the longest first."""
    forms = {form for secret in secrets for form in _forms(secret)}
    spellings = forms.union(*map(_common_spellings, forms))
    kept = [spelling for spelling in spellings if len(spelling) >= _SHORTEST_SECRET]
    return [spelling.encode() for spelling in sorted(kept, key=len, reverse=True)]


def _forms(secret: str) -> Iterator[str]:
    content = secret.encode()
    encoded = binascii.b2a_base64(content, newline=False).decode()
    for form in (secret, encoded):
        yield from (form, form.rstrip("="), form.translate(_URL_SAFE), form.translate(_URL_SAFE).rstrip("="))
    yield content.hex()


def _common_spellings(form: str) -> tuple[str, ...]:
    """How a secret is written most often where it is not written as it is."""
    json = form.replace("\\", "\\\\").replace('"', '\\"')
    html = form.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return (percent_encode(form), json, json.replace("/", "\\/"), html, form.lower(), form.upper())


def _spellings(sign: str) -> str:
    """A pattern of each way to write a character; no part of it repeats without end."""
    code = ord(sign)
    name = f"|{_HTML_NAMES[sign]}" if sign in _HTML_NAMES else ""
    return (
        rf"(?:\\{{0,4}}{re.escape(sign)}|%(?:25){{0,3}}{code:02x}|\\{{1,4}}(?:u00|x){code:02x}"
        rf"|&(?:amp;){{0,3}}(?:#0{{0,5}}{code}|#x0{{0,5}}{code:x}{name});)"
    )


def _beginning(forms: Collection[str]) -> str:
    """A look ahead for the first character of any form: without it each form would be tried at each place in turn."""
    signs = sorted({form[0] for form in forms})
    plain, names = (
        "".join(map(re.escape, signs)),
        "|".join(name for sign in signs if (name := _HTML_NAMES.get(sign))),
    )
    codes, decimals = (
        "|".join(f"{ord(sign):02x}" for sign in signs),
        "|".join(str(ord(sign)) for sign in signs),
    )
    hexadecimal = "|".join(f"{ord(sign):x}" for sign in signs)
    named = f"|{names}" if names else ""
    return (
        rf"(?=\\{{0,4}}[{plain}]|%(?:25){{0,3}}(?:{codes})|\\{{1,4}}(?:u00|x)(?:{codes})"
        rf"|&(?:amp;){{0,3}}(?:#0{{0,5}}(?:{decimals})|#x0{{0,5}}(?:{hexadecimal}){named});)"
    )


T = TypeVar("T")


def require_value(value: T | InvalidRequestError) -> T:
    """The value, unless it is an error.

    Errors about secrets are values until the frames that hold the secrets are gone: a traceback shows locals.

    Raises:
        InvalidRequestError: The value is this error.
    """
    if isinstance(value, InvalidRequestError):
        raise value
    return value


def basic_auth(user: str, password: str, *, names: tuple[str, str]) -> Credential | InvalidRequestError:
    """HTTP Basic.

    Args:
        user: The user.
        password: The password.
        names: What the two are called in an error message.

    Returns:
        The credential, or why it can't be sent in a header; the error shows neither.
    """
    wrong = _header_error(user, names[0]) or _header_error(password, names[1])
    if wrong is None and ":" in user:
        wrong = InvalidRequestError(f"{names[0]} has a colon, which HTTP Basic can't carry there.")
    if wrong is not None:
        return wrong
    encoded = binascii.b2a_base64(f"{user}:{password}".encode(), newline=False).decode()
    return Credential(f"Basic {encoded}", password, encoded)


def bearer_auth(token: str, *, name: str = "token") -> Credential | InvalidRequestError:
    """A bearer token.

    Args:
        token: The token.
        name: What it is called in an error message.

    Returns:
        The credential, or why it can't be sent in a header; the error does not show it.
    """
    wrong = _header_error(token, name)
    if wrong is None and " " in token:
        wrong = InvalidRequestError(f"{name} contains a space: give only the token, without 'Bearer'.")
    return wrong or Credential(f"Bearer {token}", token)


def api_key_auth(
    key: str, field: str, location: Location, *, name: str = "key"
) -> Credential | InvalidRequestError:
    """An API key.

    Args:
        key: The key.
        field: The header, the parameter of the query or the cookie that holds it.
        location: Where it stands.
        name: What it is called in an error message.

    Returns:
        The credential, or why it can't be sent; the error does not show it.
    """
    wrong = _header_error(key, name)
    if wrong is None and location == "cookie" and set(key) & set(' ",;\\'):
        wrong = InvalidRequestError(f"{name} has a character that is not allowed in a cookie.")
    return wrong or Credential(
        key, key, name=field.lower() if location == "header" else field, location=location
    )


def make_credential(
    *schemes: tuple[str, str, str, str | tuple[str, str] | None],
) -> Credential | InvalidRequestError:
    """All that a generated client is given to show who calls, as one credential.

    Args:
        schemes: For each kind of credential its keyword; ``basic``, ``bearer``, or where a key stands; the name of the
            header, parameter or cookie that holds a key; and the secret, None where it was not given.

    Returns:
        The credential, which is empty without any secret; or why one can't be sent: the error does not show it.
    """
    made: dict[str, Credential] = {}
    for name, way, field, secret in schemes:
        if secret is None:
            continue
        credential = _credential_of(name, way, field, secret)
        if isinstance(credential, InvalidRequestError):
            return credential
        made[name] = credential
    if sum(way in {"basic", "bearer"} and secret is not None for _, way, _, secret in schemes) > 1:
        names = ", ".join(name for name, way, _, _ in schemes if way in {"basic", "bearer"})
        return InvalidRequestError(f"{names}: give one of them, since there is one Authorization header.")
    return Credential.combine_named(made)


def _credential_of(name: str, way: str, field: str, secret: object) -> Credential | InvalidRequestError:
    given: Any = secret  # callers may be untyped
    if way == "bearer":
        return bearer_auth(given, name=name)
    if way != "basic":
        return api_key_auth(given, field, cast("Location", way), name=name)
    if not isinstance(secret, tuple) or len(given) != 2:  # noqa: PLR2004 as it says
        return InvalidRequestError(f"{name} must be a tuple of the user and the password.")
    user, password = given
    return basic_auth(user, password, names=(f"the user of {name}", f"the password of {name}"))


def _header_error(secret: object, name: str) -> InvalidRequestError | None:
    if not isinstance(secret, str) or not secret.strip():
        return InvalidRequestError(f"{name} must be a string that is not empty.")
    if not (secret.isascii() and secret.isprintable()) or secret != secret.strip():
        return InvalidRequestError(
            f"{name} has a character that is not allowed in a header (a line break or space at its end, perhaps, "
            "from the file it was read from)."
        )
    return None
