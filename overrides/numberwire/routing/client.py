"""The clients of the routing API."""

from typing import TYPE_CHECKING, Unpack

from numberwire._network import hide_proxy
from numberwire.client import AsyncClient, Client, Hooks
from numberwire.credential import bearer_auth, require_value
from numberwire.options import OptionFields, require_options
from numberwire.resource import AsyncRawCalls, RawCalls
from numberwire.routing.definition import ROUTING
from numberwire.routing.phone_numbers import (
    AsyncPhoneNumbers,
    AsyncRawPhoneNumbers,
    PhoneNumbers,
    RawPhoneNumbers,
)

if TYPE_CHECKING:
    import httpx2

    from numberwire._http import Server
    from numberwire._network import Certificates

__all__ = ["AsyncRoutingClient", "RoutingClient"]


class RoutingClient(Client):
    """A client of the routing API; safe to share between threads.

    Args:
        api_key: The key, ``am_live_...``, with the scope ``numbers:write``.
        base_url: Where the API is, such as ``https://api.example.com``.
        transport: A server in this process, such as ``Sandbox()``, or an httpx2 transport.
        hooks: Functions to call before and after each request.
        allow_http: Whether ``base_url`` may send the key unencrypted to another machine.
        proxy: The proxy to ask for a tunnel, such as ``http://user:password@proxy.example.com:3128``; where it is left
            out, the one of ``HTTPS_PROXY`` or ``ALL_PROXY``, unless ``NO_PROXY`` names the host.
        verify: What to trust: a file or folder of certificates, or an ``ssl.SSLContext``; where it is left out, what
            ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` names, and else the system's certificates.
        trust_env: Whether to read these environment variables.
        options: ``timeout``, ``deadline``, ``max_retries`` and ``checks``; see
            `numberwire.options.OptionFields`.

    Raises:
        InvalidRequestError: Something is missing or can't be right.
    """

    definition = ROUTING
    phone_numbers: PhoneNumbers
    """The organization's phone numbers."""
    with_raw_response: "RawRoutingClient"
    """The same calls, returning status, headers, content and envelope beside the value."""

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        transport: "httpx2.BaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        allow_http: bool = False,
        proxy: str | None = None,
        verify: "Certificates | None" = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        credential = bearer_auth(api_key, name="api_key")
        hidden = hide_proxy(proxy)
        del api_key, proxy  # an error raised from here on shows this frame's locals
        require_options(options, RoutingClient.__init__)
        super().__init__(
            base_url,
            require_value(credential),
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
        self.with_raw_response = RawRoutingClient(self)


class AsyncRoutingClient(AsyncClient):
    """The async twin of `RoutingClient`, for asyncio; safe to share between tasks. It takes the same arguments."""

    definition = ROUTING
    phone_numbers: AsyncPhoneNumbers
    """The organization's phone numbers."""
    with_raw_response: "AsyncRawRoutingClient"
    """The same calls, returning status, headers, content and envelope beside the value."""

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        transport: "httpx2.AsyncBaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        allow_http: bool = False,
        proxy: str | None = None,
        verify: "Certificates | None" = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        credential = bearer_auth(api_key, name="api_key")
        hidden = hide_proxy(proxy)
        del api_key, proxy  # an error raised from here on shows this frame's locals
        require_options(options, AsyncRoutingClient.__init__)
        super().__init__(
            base_url,
            require_value(credential),
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
        self.with_raw_response = AsyncRawRoutingClient(self)


class RawRoutingClient(RawCalls):
    """What `RoutingClient.with_raw_response` is."""

    def __init__(self, client: RoutingClient) -> None:
        super().__init__(client)
        self.phone_numbers = RawPhoneNumbers(client)


class AsyncRawRoutingClient(AsyncRawCalls):
    """What `AsyncRoutingClient.with_raw_response` is."""

    def __init__(self, client: AsyncRoutingClient) -> None:
        super().__init__(client)
        self.phone_numbers = AsyncRawPhoneNumbers(client)
