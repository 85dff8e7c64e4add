"""The clients of SignalWire's REST API for phone numbers."""

import os
import re
from typing import TYPE_CHECKING, Unpack

from numberwire.address import is_loopback
from numberwire.client import AsyncClient, Client, Hooks
from numberwire.credential import Credential, basic, opened
from numberwire.errors import InvalidRequestError
from numberwire.options import OptionFields
from numberwire.signalwire.async_phone_numbers import AsyncPhoneNumbers, AsyncRawPhoneNumbers
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire.signalwire.phone_numbers import (
    PhoneNumbers,
    RawPhoneNumbers,
)

if TYPE_CHECKING:
    import httpx2

    from numberwire.door import Server

__all__ = ["AsyncRestClient", "RestClient"]

_VARIABLES = {
    "project": "SIGNALWIRE_PROJECT_ID",
    "token": "SIGNALWIRE_API_TOKEN",
    "host": "SIGNALWIRE_SPACE",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?", re.ASCII)


class RestClient(Client):
    """A client of SignalWire's phone numbers; safe to share between threads.

    Args:
        project: The project's id; ``SIGNALWIRE_PROJECT_ID`` where it is left out.
        token: An API token with the scope Numbers; ``SIGNALWIRE_API_TOKEN`` where it is left out.
        host: The space, such as ``your-space.signalwire.com``; ``SIGNALWIRE_SPACE`` where it is left out.
            A host of this machine (127.0.0.1, localhost) speaks http, any other https.
        transport: A server in this process, such as ``Sandbox()``, or an httpx2 transport of yours.
        hooks: Functions called along the way.
        options: ``timeout``, ``deadline``, ``max_retries``, ``page_size`` and ``checks``; see
            `numberwire.options.OptionFields`.

    Raises:
        InvalidRequestError: Something is missing or can't be right; the message names the variable.
    """

    definition = SIGNALWIRE

    def __init__(
        self,
        project: str | None = None,
        token: str | None = None,
        host: str | None = None,
        *,
        transport: "httpx2.BaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(project, token, host)
        del project, token  # an error raised from here on shows this frame's locals
        base_url, credential = opened(account)
        super().__init__(base_url, credential, transport=transport, hooks=hooks, **options)

    @property
    def phone_numbers(self) -> PhoneNumbers:
        """Your phone numbers, and those you can buy."""
        return PhoneNumbers(self)

    @property
    def with_raw_response(self) -> "RawRestClient":
        """The same calls, returning status, headers and content beside the value."""
        return RawRestClient(self)


class AsyncRestClient(AsyncClient):
    """The async twin of `RestClient`, for asyncio; safe to share between tasks. It takes the same arguments."""

    definition = SIGNALWIRE

    def __init__(
        self,
        project: str | None = None,
        token: str | None = None,
        host: str | None = None,
        *,
        transport: "httpx2.AsyncBaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(project, token, host)
        del project, token  # an error raised from here on shows this frame's locals
        base_url, credential = opened(account)
        super().__init__(base_url, credential, transport=transport, hooks=hooks, **options)

    @property
    def phone_numbers(self) -> AsyncPhoneNumbers:
        """Your phone numbers, and those you can buy."""
        return AsyncPhoneNumbers(self)

    @property
    def with_raw_response(self) -> "AsyncRawRestClient":
        """The same calls, returning status, headers and content beside the value."""
        return AsyncRawRestClient(self)


class RawRestClient:
    """What `RestClient.with_raw_response` is."""

    def __init__(self, client: RestClient) -> None:
        self.phone_numbers = RawPhoneNumbers(client)


class AsyncRawRestClient:
    """What `AsyncRestClient.with_raw_response` is."""

    def __init__(self, client: AsyncRestClient) -> None:
        self.phone_numbers = AsyncRawPhoneNumbers(client)


def _account(
    project: str | None, token: str | None, host: str | None
) -> tuple[str, Credential] | InvalidRequestError:
    """The base URL and the credential, or what is wrong with them."""
    given = {"project": project, "token": token, "host": host}
    found = {
        name: value or os.environ.get(variable)
        for (name, variable), value in zip(_VARIABLES.items(), given.values(), strict=True)
    }
    for name, variable in _VARIABLES.items():
        if not found[name]:
            return InvalidRequestError(f"{name} is missing: give {name}=, or set the variable {variable}.")
    base_url = _base_url(found["host"] or "")
    credential = basic(found["project"] or "", found["token"] or "", names=("project", "token"))
    if isinstance(base_url, InvalidRequestError):
        return base_url
    return credential if isinstance(credential, InvalidRequestError) else (base_url, credential)


def _base_url(host: str) -> str | InvalidRequestError:
    match = _HOST.fullmatch(str(host))
    if match is None or str(host) != host:
        shown = str(host).rpartition("@")[2]  # what stands before an @ is a password, and is not repeated
        return InvalidRequestError(
            f"host is {shown!r}: give the space's host alone, such as 'your-space.signalwire.com', without https:// "
            "and path."
        )
    loopback = is_loopback(match[1].strip("[]"))
    if not loopback and "." not in match[1] and not match[1].startswith("["):
        return InvalidRequestError(f"host is {host!r}: did you mean '{match[1]}.signalwire.com'?")
    return f"{'http' if loopback else 'https'}://{host}"
