"""Whom a TLS connection trusts, and which setting is wrong where that can't be made.

A folder of certificates that are named by their hash is not read whole: OpenSSL looks there for the few it needs,
while reading a file of all of them takes 20 ms at each start.
"""

import os
import re
import ssl
import sys
from collections.abc import Callable, Mapping
from typing import Any

from numberwire._interruption import handler_error
from numberwire._network import Network
from numberwire.errors import InvalidRequestError

__all__ = ["make_context"]

_HASHED = re.compile(r"[0-9a-fA-F]{8}\.\d+")
"""The names under which OpenSSL looks certificates up in a folder."""
_BEGINNING = b"-----BEGIN CERTIFICATE-----"
_CANDIDATES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
"""Where systems keep their certificates, for an OpenSSL that was built for another place."""


def make_context(network: Network, environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """The context of TLS connections; it always verifies, unless the caller made one that does not.

    Args:
        network: What the caller says.
        environ: The environment, of which certificates are read where ``verify`` names none.

    Raises:
        InvalidRequestError: It can't be made; the message names the argument or the variable that is why.
    """
    if isinstance(network.verify, ssl.SSLContext):
        return network.verify
    settings: Mapping[str, str] = environ if network.trust_env else dict[str, str]()
    try:
        context = _chosen_context(network, settings)
        if keys := settings.get("SSLKEYLOGFILE"):
            _try_setting("SSLKEYLOGFILE", keys, lambda: _write_keys(context, keys))
        context.set_alpn_protocols(["http/1.1"])
    except InvalidRequestError:
        raise
    except Exception as error:
        if handler_error(error, error.__context__) is not None:
            raise
        why = str(error) or type(error).__name__
    else:
        return context
    raise InvalidRequestError(f"no TLS connection can be set up ({why}); nothing was sent.")


def _chosen_context(network: Network, settings: Mapping[str, str]) -> ssl.SSLContext:
    """A context that trusts what the first setting that is there names."""
    if network.verify is not None and network.verify is not True:
        return _trust_path("verify", str(network.verify))
    for name in (network.ca_variable, "SSL_CERT_FILE"):
        if name is not None and (path := settings.get(name)):
            return _trust_path(name, path)
    if folders := settings.get("SSL_CERT_DIR"):
        return _trust_path("SSL_CERT_DIR", folders)
    if sys.platform in ("darwin", "win32"):
        return _trust_platform()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = _system_certificates(ssl.get_default_verify_paths())
    if file or folder:
        context.load_verify_locations(file, folder)
    return context


def _trust_platform() -> ssl.SSLContext:
    """A context that asks macOS or Windows, which have no files of certificates."""
    import truststore  # noqa: PLC0415 it is installed where it is needed

    context: Any = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context  # type: ignore[no-any-return]


def _trust_path(name: str, path: str) -> ssl.SSLContext:
    """A context that trusts a file, or folders, of certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    is_folder = name == "SSL_CERT_DIR" or (name == "verify" and os.path.isdir(path))  # noqa: PTH112 pathlib takes long to load
    if is_folder and not any(map(_count_hashed, path.split(os.pathsep))):
        # OpenSSL takes any name for a folder, and then trusts nobody.
        why = "it has no certificate named by its hash (`openssl rehash` names them so)"
        raise InvalidRequestError(_words(name, path, why))
    locations = {"capath" if is_folder else "cafile": path}
    _try_setting(name, path, lambda: context.load_verify_locations(**locations))
    return context


def _try_setting(name: str, value: str, use: Callable[[], None]) -> None:
    try:
        use()
    except (OSError, ValueError) as error:
        if handler_error(error, error.__context__) is not None:
            raise
        why = str(error)
    else:
        return
    raise InvalidRequestError(_words(name, value, why))


def _write_keys(context: ssl.SSLContext, path: str) -> None:
    context.keylog_filename = path


def _words(name: str, value: str, why: str) -> str:
    remedy = "Correct it" if name == "verify" else "Correct or unset the variable"
    return f"{name} names {value!r}, which can't be used: {why}. {remedy}; nothing was sent."


def _count_hashed(folder: str) -> int:
    """How many certificates a folder has under the names that OpenSSL looks for."""
    try:
        with os.scandir(folder) as entries:
            return sum(_HASHED.fullmatch(entry.name) is not None for entry in entries)
    except OSError:
        return 0


def _count_certificates(file: str) -> int:
    try:
        with open(file, "rb") as content:  # noqa: PTH123 as above
            return content.read().count(_BEGINNING)
    except OSError:
        return 0


def _system_certificates(paths: ssl.DefaultVerifyPaths) -> tuple[str | None, str | None]:
    """The file and the folder that this system's OpenSSL was built to trust; the folder alone where it has as much."""
    file = paths.openssl_cafile if os.path.isfile(paths.openssl_cafile) else None  # noqa: PTH113 as above
    hashed = _count_hashed(paths.openssl_capath)
    folder = paths.openssl_capath if hashed else None
    if file is None and folder is None:
        return next(filter(os.path.isfile, _CANDIDATES), None), None
    if file is not None and folder is not None and hashed >= _count_certificates(file):
        return None, folder
    return file, folder
