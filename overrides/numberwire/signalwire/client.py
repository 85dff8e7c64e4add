"""The clients of SignalWire's REST API for phone numbers."""

import os
from typing import TYPE_CHECKING, Unpack

from numberwire._base_url import is_loopback, shown_address, split_authority
from numberwire._network import hide_proxy
from numberwire.client import AsyncClient, Client, Hooks
from numberwire.credential import Credential, basic_auth, require_value
from numberwire.errors import InvalidRequestError
from numberwire.options import OptionFields, require_options
from numberwire.resource import AsyncRawCalls, RawCalls
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire.signalwire.phone_numbers import (
    AsyncPhoneNumbers,
    AsyncRawPhoneNumbers,
    PhoneNumbers,
    RawPhoneNumbers,
)

if TYPE_CHECKING:
    import httpx2

    from numberwire._http import Server
    from numberwire._network import Certificates

__all__ = ["AsyncRestClient", "RestClient"]

_VARIABLES = {
    "project": "SIGNALWIRE_PROJECT_ID",
    "token": "SIGNALWIRE_API_TOKEN",
    "host": "SIGNALWIRE_SPACE",
}
_MEANT = {"space": "host", "space_url": "host", "signalwire_space_url": "host", "api_token": "token"}
"""What the arguments of other clients of the API are called here."""


class RestClient(Client):
    """A client of SignalWire's phone numbers; safe to share between threads.

    Args:
        project: The project's id; ``SIGNALWIRE_PROJECT_ID`` where it is left out.
        token: An API token with the scope Numbers; ``SIGNALWIRE_API_TOKEN`` where it is left out.
        host: The space, such as ``your-space.signalwire.com``; ``SIGNALWIRE_SPACE`` where it is left out.
            A host of this machine (127.0.0.1, localhost) speaks http, any other https.
        base_url: In place of the host, where the API is, such as ``https://gateway.example.com/signalwire``.
        allow_http: Whether ``base_url`` may send the credentials unencrypted to another machine.
        transport: A server in this process, such as ``Sandbox()``, or an httpx2 transport.
        hooks: Functions to call before and after each request.
        proxy: The proxy to ask for a tunnel, such as ``http://user:password@proxy.example.com:3128``; where it is left
            out, the one of ``HTTPS_PROXY`` or ``ALL_PROXY``, unless ``NO_PROXY`` names the host.
        verify: What to trust: a file or folder of certificates, or an ``ssl.SSLContext``; where it is left out, what
            ``SIGNALWIRE_REST_CA_FILE``, ``SSL_CERT_FILE`` or
            ``SSL_CERT_DIR`` names, and else the system's certificates.
        trust_env: Whether to read these environment variables.
        options: ``timeout``, ``deadline``, ``max_retries``, ``page_size`` and ``checks``; see
            `numberwire.options.OptionFields`.

    Raises:
        InvalidRequestError: A value is missing or invalid; the message names the environment variable.
    """

    definition = SIGNALWIRE
    phone_numbers: PhoneNumbers
    """Your phone numbers, and those you can buy."""
    with_raw_response: "RawRestClient"
    """The same calls, returning status, headers and content beside the value."""

    def __init__(
        self,
        project: str | None = None,
        token: str | None = None,
        host: str | None = None,
        *,
        base_url: str | None = None,
        allow_http: bool = False,
        transport: "httpx2.BaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        proxy: str | None = None,
        verify: "Certificates | None" = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(project, token, host, base_url)
        hidden = hide_proxy(proxy)
        del project, token, proxy  # an error raised from here on shows this frame's locals
        require_options(options, RestClient.__init__, _MEANT)
        url, credential = require_value(account)
        super().__init__(
            url,
            credential,
            transport=transport,
            hooks=hooks,
            allow_http=allow_http,
            proxy=require_value(hidden),
            verify=verify,
            trust_env=trust_env,
            **options,
        )

    def _add_resources(self) -> None:
        self.phone_numbers = PhoneNumbers(self)
        self.with_raw_response = RawRestClient(self)


class AsyncRestClient(AsyncClient):
    """The async twin of `RestClient`, for asyncio; safe to share between tasks. It takes the same arguments."""

    definition = SIGNALWIRE
    phone_numbers: AsyncPhoneNumbers
    """Your phone numbers, and those you can buy."""
    with_raw_response: "AsyncRawRestClient"
    """The same calls, returning status, headers and content beside the value."""

    def __init__(
        self,
        project: str | None = None,
        token: str | None = None,
        host: str | None = None,
        *,
        base_url: str | None = None,
        allow_http: bool = False,
        transport: "httpx2.AsyncBaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        proxy: str | None = None,
        verify: "Certificates | None" = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(project, token, host, base_url)
        hidden = hide_proxy(proxy)
        del project, token, proxy  # an error raised from here on shows this frame's locals
        require_options(options, AsyncRestClient.__init__, _MEANT)
        url, credential = require_value(account)
        super().__init__(
            url,
            credential,
            transport=transport,
            hooks=hooks,
            allow_http=allow_http,
            proxy=require_value(hidden),
            verify=verify,
            trust_env=trust_env,
            **options,
        )

    def _add_resources(self) -> None:
        self.phone_numbers = AsyncPhoneNumbers(self)
        self.with_raw_response = AsyncRawRestClient(self)


class RawRestClient(RawCalls):
    """What `RestClient.with_raw_response` is."""

    def __init__(self, client: RestClient) -> None:
        super().__init__(client)
        self.phone_numbers = RawPhoneNumbers(client)


class AsyncRawRestClient(AsyncRawCalls):
    """What `AsyncRestClient.with_raw_response` is."""

    def __init__(self, client: AsyncRestClient) -> None:
        super().__init__(client)
        self.phone_numbers = AsyncRawPhoneNumbers(client)


def _account(
    project: str | None, token: str | None, host: str | None, base_url: str | None
) -> tuple[str, Credential] | InvalidRequestError:
    """The base URL and the credential, or what is wrong with them."""
    given = {"project": project, "token": token, "host": host}
    found: dict[str, str] = {}
    if host is not None and base_url is not None:
        return InvalidRequestError("host and base_url can't be combined: give one of them.")
    for name, variable in _VARIABLES.items():
        if name == "host" and base_url is not None:
            continue
        value = given[name]
        if isinstance(value, str) and not value.strip():
            return InvalidRequestError(
                f"{name} is empty: give it, or leave it out to use the environment variable {variable}."
            )
        if value is None:
            value = os.environ.get(variable, "")
            if not value.strip():
                is_set = f" {variable} is set, and empty." if variable in os.environ else ""
                return InvalidRequestError(
                    f"{name} is missing: give {name}=, or set the environment variable {variable}.{is_set}"
                )
        found[name] = value
    url = _base_url(found["host"]) if base_url is None else base_url
    credential = basic_auth(found["project"], found["token"], names=("project", "token"))
    if isinstance(url, InvalidRequestError):
        return url
    return credential if isinstance(credential, InvalidRequestError) else (url, credential)


def _base_url(host: str) -> str | InvalidRequestError:
    parts = _split_host(host) if str(host) == host else None
    if parts is None:
        return InvalidRequestError(
            "host must be the space's host alone, such as 'your-space.signalwire.com', without https:// and path, not "
            f"{shown_address(str(host))}."
        )
    name, port = parts
    loopback = is_loopback(name.strip("[]"))
    if not loopback and "." not in name and not name.startswith("["):
        hint = f"Did you mean '{name}.signalwire.com'?"
        if shown_address(name) != repr(name):
            hint = "Give it in full, such as 'your-space.signalwire.com'."
        elif port:
            hint = f"To reach a server of that name: base_url='http://{host}', allow_http=True."
        return InvalidRequestError(f"host is {shown_address(host)}. {hint}")
    return f"{'http' if loopback else 'https'}://{host}"


def _split_host(host: str) -> tuple[str, str] | None:
    """The name or address of a space, and its port; None of what a URL may have in their place, and no space has."""
    parts = split_authority(host)
    if parts is None or "_" in host or host.endswith(":") or parts[0].endswith("."):
        return None
    return None if host.startswith("[") and "." in host else parts
