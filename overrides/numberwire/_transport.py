"""Creates what sends over HTTP on first use, and only then loads the HTTP library; checks a caller's transport."""

import sys
import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numberwire
from numberwire._concurrency import loading, renew_in_children
from numberwire._keywords import is_async
from numberwire._network import Network, require_network
from numberwire.credential import Credential
from numberwire.errors import InvalidRequestError

if TYPE_CHECKING:
    from numberwire._async_http import AsyncSender
    from numberwire._http import Sender

    D = TypeVar("D", Sender, AsyncSender)

__all__ = ["LazySender"]


class LazySender:
    """What a client and those that `with_options` made of it send with; created at the first request.

    Attributes:
        opened: What they send with; None before the first request.
    """

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        transport: Any,
        method: str,
        network: Network | None = None,
    ) -> None:
        if transport is not None and (why := _flaw_of_transport(transport, method)):
            raise InvalidRequestError(f"transport {why}")
        self._method = method
        self._network = network or Network()
        require_network(self._network, transport)
        self._base_url = base_url
        self._credential = credential
        self._transport: Any = transport
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Begin anew, in a forked child.

        The lock may be held by a thread of the parent. The sockets are the parent's, too: an answer could reach the
        wrong process.
        """
        self._lock = threading.Lock()
        self.opened: Any = None

    def redirect(self, base_url: str, credential: Credential) -> "LazySender":
        """What sends elsewhere, or with another credential, in the same way.

        Args:
            base_url: Where to.
            credential: What shows who calls.
        """
        return LazySender(base_url, credential, self._transport, self._method, self._network)

    def open_sync(self) -> "Sender":
        """Open what a sync client sends with, where it isn't open."""
        with loading():
            from numberwire._http import Sender  # noqa: PLC0415 the first request loads the HTTP library

        return self._make_sender(Sender)

    def open_async(self) -> "AsyncSender":
        """Open what an async client sends with, where it isn't open."""
        with loading():
            from numberwire._async_http import AsyncSender  # noqa: PLC0415 the first request loads the HTTP library

        return self._make_sender(AsyncSender)

    def _make_sender(self, sender_class: "type[D]") -> "D":
        with loading():  # reading the version loads a module
            version = numberwire.__version__
            agent = f"numberwire/{version}" if version else "numberwire"
        with self._lock:
            if self.opened is None:
                self.opened = sender_class(
                    self._base_url, self._credential, agent, self._transport, self._network
                )
            return cast("D", self.opened)


_MUST_BE = "must be a function or an httpx2 transport with {}()."


def _flaw_of_transport(transport: Any, method: str) -> str | None:
    """Why an object can't be a transport; None where nothing shows that."""
    if isinstance(transport, type):
        return f"is the class {transport.__name__}: give an object of it, such as {transport.__name__}()."
    library: Any = sys.modules.get("httpx2")  # where nobody loaded it, nobody made a transport of it
    if library and isinstance(transport, library.BaseTransport | library.AsyncBaseTransport):
        return None if hasattr(transport, method) else _MUST_BE.format(method)
    if callable(transport):
        return _flaw_of_function(transport)
    if hasattr(transport, "handle_request") or hasattr(transport, "handle_async_request"):
        other: object = transport
        kind = type(other)
        return f"is a {kind.__module__}.{kind.__qualname__}, which is not a transport of httpx2."
    return _MUST_BE.format(method)


def _flaw_of_function(function: Any) -> str | None:
    if is_async(function):
        return "is an async function: give one that returns its response, or an httpx2 transport."
    import inspect  # noqa: PLC0415 most clients have no such transport

    try:
        inspect.signature(function).bind(None)
    except TypeError:
        return "is a function of other arguments: it must take one, the request."
    except ValueError:
        pass  # a function written in C may have no signature to read
    return None
