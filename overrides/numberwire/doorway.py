"""Where the door will be: it is made at the first request, and only then is an HTTP library loaded."""

import os
import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numberwire
from numberwire.credential import Credential
from numberwire.errors import InvalidRequestError
from numberwire.keywords import is_async

if TYPE_CHECKING:
    from numberwire.door import AsyncDoor, Door

__all__ = ["Doorway"]

D = TypeVar("D", "Door", "AsyncDoor")


def _unfit(transport: object, method: str) -> str | None:
    """Why a transport can't serve, as far as can be told before it is used."""
    if isinstance(transport, type):
        return f"not the class {transport.__name__}: make one of it"
    if hasattr(transport, method):
        libraries = {kind.__module__.partition(".")[0] for kind in type(transport).__mro__}
        return "not one of httpx, another library" if "httpx" in libraries else None
    if not callable(transport):
        return f"not {type(transport).__name__}"
    return "not an async function" if is_async(transport) else None


class Doorway:
    """The door of a client and of those that `with_options` made of it."""

    def __init__(self, base_url: str, credential: Credential, transport: Any, method: str) -> None:
        if transport is not None and (why := _unfit(transport, method)):
            raise InvalidRequestError(
                f"transport must be a function or an httpx2 transport with {method}(), {why}."
            )
        self._base_url = base_url
        self._credential = credential
        self._transport: Any = transport
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._door: Door | AsyncDoor | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a door: one is made at the first request."""
        return self._door is not None

    def sync(self) -> "Door":
        """The door of a sync client."""
        from numberwire.door import Door  # noqa: PLC0415 the first request loads the HTTP library

        return self._made(Door)

    def asynchronous(self) -> "AsyncDoor":
        """The door of an async client."""
        from numberwire.door import AsyncDoor  # noqa: PLC0415 the first request loads the HTTP library

        return self._made(AsyncDoor)

    def _made(self, door: "type[D]") -> "D":
        with self._lock:
            if self._process != os.getpid():
                # After a fork the sockets are the parent's, too: an answer could reach the wrong process.
                self._door, self._process = None, os.getpid()
            if self._door is None:
                version = numberwire.__version__
                agent = f"numberwire/{version}" if version else "numberwire"
                self._door = door(self._base_url, self._credential, agent, self._transport)
        return cast("D", self._door)
