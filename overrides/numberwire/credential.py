"""Secrets: kept where neither `repr`, `vars` nor a traceback finds them, and masked wherever an API echoes them."""

import binascii
from collections.abc import Callable
from typing import TypeVar

from numberwire.errors import InvalidRequestError

__all__ = ["Credential", "basic", "bearer", "opened"]

_MASK = "***"
_SHORTEST_SECRET = 4
"""Masking shorter strings would make an error message unreadable and protect nothing."""


class Credential:
    """The value of an Authorization header, told to nobody but the door to the network."""

    __slots__ = ("_header", "_redact")

    def __init__(self, header: str, *secrets: str) -> None:
        kept = tuple(
            sorted({secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True)
        )

        def redact(text: str) -> str:
            for secret in kept:
                text = text.replace(secret, _MASK)
            return text

        self._header: Callable[[], str] = lambda: header
        self._redact = redact

    def header(self) -> tuple[str, str]:
        """The header to send."""
        return ("authorization", self._header())

    def redact(self, text: str) -> str:
        """The text with every secret masked."""
        return self._redact(text)

    def redact_bytes(self, content: bytes) -> bytes:
        """The content with every secret masked."""
        return self._redact(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def __repr__(self) -> str:
        return f"<Credential {_MASK}>"

    def __copy__(self) -> "Credential":
        return self

    def __deepcopy__(self, memo: object) -> "Credential":
        return self

    def __reduce__(self) -> str:
        raise TypeError("a credential is not pickled: it would be written in the clear")


T = TypeVar("T")


def opened(value: T | InvalidRequestError) -> T:
    """A credential, or what holds one.

    Errors about secrets are values until the frames that hold the secrets are gone: a traceback shows locals.

    Raises:
        InvalidRequestError: It is none, but says why there is none.
    """
    if isinstance(value, InvalidRequestError):
        raise value
    return value


def basic(user: str, password: str, *, names: tuple[str, str]) -> Credential | InvalidRequestError:
    """HTTP Basic.

    Args:
        user: The user.
        password: The password.
        names: What the two are called in an error message.

    Returns:
        The credential, or why it can't stand in a header; that shows neither.
    """
    wrong = _unsendable(user, names[0]) or _unsendable(password, names[1])
    if wrong is None and ":" in user:
        wrong = InvalidRequestError(f"{names[0]} has a colon, which HTTP Basic can't carry there.")
    if wrong is not None:
        return wrong
    encoded = binascii.b2a_base64(f"{user}:{password}".encode(), newline=False).decode()
    return Credential(f"Basic {encoded}", password, encoded)


def bearer(token: str, *, name: str = "token") -> Credential | InvalidRequestError:
    """A bearer token.

    Args:
        token: The token.
        name: What it is called in an error message.

    Returns:
        The credential, or why it can't stand in a header; that does not show it.
    """
    wrong = _unsendable(token, name)
    if wrong is None and " " in token:
        wrong = InvalidRequestError(f"{name} has a blank in it: give the token alone, without 'Bearer'.")
    return wrong or Credential(f"Bearer {token}", token)


def _unsendable(secret: object, name: str) -> InvalidRequestError | None:
    if not isinstance(secret, str) or not secret.strip():
        return InvalidRequestError(f"{name} must be a string that is not empty.")
    if not (secret.isascii() and secret.isprintable()) or secret != secret.strip():
        return InvalidRequestError(
            f"{name} has a character that can't stand in a header (a line break or blank at its end, perhaps, "
            "from the file it was read from)."
        )
    return None
