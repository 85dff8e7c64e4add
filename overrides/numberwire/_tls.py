"""Makes the HTTP library's transports, and says which setting of the environment is wrong where that fails."""

import os
import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from numberwire._concurrency import loading
from numberwire._interruption import handler_error
from numberwire.errors import InvalidRequestError

__all__ = ["make_transport"]

T = TypeVar("T")
_HASHED = re.compile(r"[0-9a-fA-F]{8}\.\d+")
"""The names under which OpenSSL looks certificates up in a folder."""


def make_transport(make: Callable[[], T], environ: Mapping[str, str] = os.environ, *, tls: bool) -> T:
    """A transport of the HTTP library.

    Args:
        make: Makes it.
        environ: The environment, of which TLS reads its certificates.
        tls: Whether it speaks TLS.

    Raises:
        InvalidRequestError: It can't be made; where a setting of the environment is why, that is named.
    """
    wrong = _empty_folder(environ) if tls else None
    if wrong is not None:
        raise InvalidRequestError(wrong)
    try:
        with loading():  # the library imports modules here
            return make()
    except Exception as error:
        if handler_error(error, error.__context__) is not None:
            raise
        why = str(error) or type(error).__name__
    raise InvalidRequestError(
        _wrong_setting(environ) or f"no connection can be set up ({why}); nothing was sent."
    )


def _empty_folder(environ: Mapping[str, str]) -> str | None:
    """What is wrong with a folder of certificates: OpenSSL takes any name for one, and then trusts nobody."""
    folders = environ.get("SSL_CERT_DIR")
    if not folders or environ.get("SSL_CERT_FILE"):
        return None
    if any(_has_certificates(Path(folder)) for folder in folders.split(os.pathsep)):
        return None
    return _words(
        "SSL_CERT_DIR", folders, "no certificate is in it under its hash (`openssl rehash` names them so)"
    )


def _has_certificates(folder: Path) -> bool:
    try:
        return any(_HASHED.fullmatch(path.name) for path in folder.iterdir())
    except OSError:
        return False


def _wrong_setting(environ: Mapping[str, str]) -> str | None:
    """Try the settings one by one, as OpenSSL reads them, and say which of them fails."""
    for name, read in _READERS.items():
        value = environ.get(name)
        if not value:
            continue
        try:
            read(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), value)
        except (OSError, ValueError) as error:
            return _words(name, value, str(error))
    return None


def _words(name: str, value: str, why: str) -> str:
    return f"{name} names {value!r}, which can't be used: {why}. Correct or unset the variable; nothing was sent."


def _read_file(context: ssl.SSLContext, path: str) -> None:
    context.load_verify_locations(cafile=path)


def _read_folder(context: ssl.SSLContext, path: str) -> None:
    context.load_verify_locations(capath=path)


def _write_keys(context: ssl.SSLContext, path: str) -> None:
    context.keylog_filename = path


_READERS: dict[str, Callable[[ssl.SSLContext, str], None]] = {
    "SSL_CERT_FILE": _read_file,
    "SSL_CERT_DIR": _read_folder,
    "SSLKEYLOGFILE": _write_keys,
}
