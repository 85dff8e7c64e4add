"""Sends an attempt of an async client, once, and returns what came of it; see `numberwire._http`."""

import asyncio
import sys
import time
from typing import TYPE_CHECKING, cast

from numberwire._async_pool import AsyncPool
from numberwire._http import FAILURES, CommonSender, Server
from numberwire._interruption import clear_locals, handler_error
from numberwire._network import Network
from numberwire._sending import LATE, busy_outcome, timeout_outcome
from numberwire._steps import Attempt, NoResponse, Outcome
from numberwire._tracing import is_library_patched
from numberwire.credential import Credential

if TYPE_CHECKING:
    import httpx2

    from numberwire._httpx2 import AsyncTransport

__all__ = ["AsyncSender"]

_MOST_LOOPS = 64


class AsyncSender(CommonSender):
    """Sends for an async client."""

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        user_agent: str,
        transport: "httpx2.AsyncBaseTransport | Server | None",
        network: Network | None = None,
    ) -> None:
        super().__init__(base_url, credential, user_agent, transport, network or Network())
        # Connections belong to the event loop that made them. Not by weak keys: a pool holds its loop.
        self._pools: dict[asyncio.AbstractEventLoop, AsyncPool] = {}
        self._transport: AsyncTransport | None = None

    async def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        outer = sys.exception()
        attempt.begun = time.monotonic()
        try:
            if self._server is not None:
                return await self._ask_server(self._server, attempt, outer)
            attempt.sent = False  # it is still here
            if self._given is not None or is_library_patched():
                async with asyncio.timeout(max(attempt.expires - attempt.begun, 0)):
                    return await self._open_transport().send(attempt)
            return await self._send(attempt, outer)
        except TimeoutError as error:
            clear_locals(error, outer)
            return self._late_outcome(error, attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        finally:
            attempt.failure = None  # with its traceback it would keep everything here alive

    async def _ask_server(self, server: Server, attempt: Attempt, outer: BaseException | None) -> Outcome:
        seconds, server = self._begin_asking(server, attempt)
        if seconds:
            await asyncio.sleep(seconds)
        return self._ask(server, attempt, outer)

    async def _send(self, attempt: Attempt, outer: BaseException | None) -> Outcome:
        pool = self._open_pool()
        try:
            return await pool.ask(attempt, self._encode)
        except TimeoutError:
            raise
        except FAILURES as error:
            return self._error_outcome(error, attempt, outer, timed_out=False)

    def _late_outcome(self, error: TimeoutError, attempt: Attempt, outer: BaseException | None) -> NoResponse:
        interruption = handler_error(error, outer)
        if interruption is not None:
            raise interruption
        is_own = self._given is None and attempt.failure is None
        if not attempt.sent and not attempt.admitted and (is_own or attempt.failure is not None):
            return busy_outcome(attempt)
        return timeout_outcome(LATE.reason, attempt)

    def _open_pool(self) -> AsyncPool:
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is None:
            with self._lock:
                self._forget_loops()
                pool = self._pools[loop] = AsyncPool(self._route(), self._make_context)
        return pool

    def _open_transport(self) -> "AsyncTransport":
        with self._lock:
            if self._transport is None:
                settings = self._settings()
                from numberwire._httpx2 import AsyncTransport  # noqa: PLC0415 the settings have loaded it

                given = cast("httpx2.AsyncBaseTransport | None", self._given)
                self._transport = AsyncTransport(settings, given)
            return self._transport

    def _forget_loops(self) -> None:
        """Let go of the connections of ended event loops, and of the oldest loop's if they are many."""
        for loop in [loop for loop in self._pools if loop.is_closed()]:
            del self._pools[loop]
        if len(self._pools) >= _MOST_LOOPS:
            del self._pools[next(iter(self._pools))]

    async def close(self) -> None:
        """Close every connection of this event loop; the next call opens new ones."""
        loop = asyncio.get_running_loop()
        with self._lock:
            pool, transport = self._pools.pop(loop, None), self._transport
            self._forget_loops()
        if pool is not None:
            await pool.close()
        if transport is not None:
            await transport.close()
