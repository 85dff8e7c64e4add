"""Opens connections within a limit: finding a name's addresses and trying them share it, whatever either does.

Nothing here knows HTTP or its libraries.
"""

import _thread
import contextlib
import encodings.idna  # noqa: F401 # pyright: ignore[reportUnusedImport] looking names up needs it; loaded there, a fork could cut its import in two
import errno
import os
import selectors
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from queue import Empty
from typing import TYPE_CHECKING, Any, Self, TypeVar

from numberwire._concurrency import Job
from numberwire._interruption import handler_error

if TYPE_CHECKING:
    from asyncio import Task

__all__ = ["AddressInfo", "connect_first", "open_socket", "resolve", "resolve_async"]

AddressInfo = tuple[int, int, int, str, Any]
"""An address as `socket.getaddrinfo` gives it."""

T = TypeVar("T")
_STAGGER = 0.25
"""Seconds that an address has for itself before the next is tried beside it, as RFC 8305 recommends."""
_MOST_ADDRESSES = 20
_MOST_LOOKUPS = 32
_TURN = 0.01
"""Seconds between two looks whether one of them has ended."""
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR}

_lookups: set[tuple[int, object]] = set()
"""The lookups under way. The system's resolver can't be interrupted, so that its thread may have to be left behind."""


def _look_up(host: str, port: int) -> list[AddressInfo]:
    addresses: list[Any] = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    return list(dict.fromkeys(addresses))[:_MOST_ADDRESSES]


def _start(job: "Job[Any]", then: Callable[[], object] = lambda: None) -> None:
    """Have a lookup done by a thread that nobody joins, and something after it."""
    key = (os.getpid(), object())

    def work() -> None:
        try:
            job.run()
            then()
        finally:
            _lookups.discard(key)

    # `threading` would take locks here that an interrupted call could leave held, for every call after it.
    try:
        _lookups.add(key)
        _thread.start_new_thread(work, ())
    except RuntimeError:  # no thread can be started, as when the interpreter shuts down
        work()
    except BaseException:
        _lookups.discard(key)
        raise


def _is_lookup_limit_reached() -> bool:
    """Whether as many names are being looked up as may be at a time; those of a parent process don't count."""
    process = os.getpid()
    return sum(key[0] == process for key in _lookups.copy()) >= _MOST_LOOKUPS


def resolve(host: str, port: int, seconds: float | None = None) -> list[AddressInfo]:
    """The addresses of a name.

    Args:
        host: The name, or an address.
        port: The port that is meant.
        seconds: How long finding them may take; None for any time.

    Raises:
        TimeoutError: Finding them took too long.
        OSError: There are none.
        UnicodeError: It can't be a name.
    """
    expires = None if seconds is None else time.monotonic() + seconds
    while _is_lookup_limit_reached():
        if expires is not None and time.monotonic() >= expires:
            raise TimeoutError(
                f"looking up the address of {host} took too long: other look-ups are stuck as well"
            )
        time.sleep(_TURN)
    job = Job(_look_up, host, port)
    _start(job)
    try:
        return job.result(None if expires is None else max(expires - time.monotonic(), 0))
    except Empty:
        raise TimeoutError(f"looking up the address of {host} took too long") from None


async def resolve_async(host: str, port: int) -> list[AddressInfo]:
    """The addresses of a name; see `resolve`.

    An event loop's own threads are joined when it is closed, so that a slow resolver would hold the program.
    """
    from asyncio import get_running_loop, sleep  # noqa: PLC0415 sync clients need no event loop

    while _is_lookup_limit_reached():  # noqa: ASYNC110 threads and other loops free the places
        await sleep(_TURN)
    loop = get_running_loop()
    ended = loop.create_future()

    def end() -> None:
        if not ended.done():
            ended.set_result(None)

    def end_in_loop() -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(end)

    job = Job(_look_up, host, port)
    _start(job, end_in_loop)
    await ended
    return job.result()


def open_socket(
    host: str,
    port: int,
    seconds: float | None = None,
    *,
    local_address: str | None = None,
    options: Iterable[tuple[Any, ...]] = (),
) -> socket.socket:
    """A connected socket to the first address of a name that answers.

    Args:
        host: The name, or an address.
        port: The port.
        seconds: How long all of it may take; None for any time.
        local_address: The address to connect from.
        options: What to set on the socket, as arguments of `socket.socket.setsockopt`.

    Raises:
        TimeoutError: No address answered in time, or finding one took too long.
        OSError: There is none, or none can be connected to.
        UnicodeError: The host can't be a name.
    """
    expires = None if seconds is None else time.monotonic() + seconds
    addresses = resolve(host, port, seconds)
    with _Race(addresses, expires, local_address) as race:
        connected = race.winner()
    try:
        for option in ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), *options):
            connected.setsockopt(*option)
        connected.setblocking(True)
    except BaseException:
        connected.close()
        raise
    return connected


class _Race:
    """Connects to addresses, each begun a moment after the one before, or at once where that one failed."""

    def __init__(
        self, addresses: Sequence[AddressInfo], expires: float | None, local_address: str | None
    ) -> None:
        self._ahead = list(reversed(addresses))
        self._expires = expires
        self._local_address = local_address
        self._stagger = _stagger(len(addresses), None if expires is None else expires - time.monotonic())
        self._due = 0.0
        self._error = OSError("the name has no address")
        self._selector = selectors.DefaultSelector()
        self._sockets: set[socket.socket] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        for loser in self._sockets:
            loser.close()

    def winner(self) -> socket.socket:
        """The first socket that is connected; it is the caller's."""
        while True:
            now = time.monotonic()
            if self._expires is not None and now >= self._expires:
                raise TimeoutError("connecting took too long")
            if self._ahead and (now >= self._due or not self._sockets):
                self._due = now + self._stagger
                self._begin(*self._ahead.pop())
            if not self._sockets and not self._ahead:
                raise self._error
            ends = [end for end in (self._expires, self._due if self._ahead else None) if end is not None]
            for key, _ in self._selector.select(max(min(ends) - now, 0) if ends else None):
                if self._finish_connecting(key.fileobj):
                    self._sockets.discard(key.fileobj)
                    return key.fileobj  # type: ignore[return-value]

    def _begin(self, family: int, kind: int, protocol: int, _name: str, address: Any) -> None:
        begun: socket.socket | None = None
        try:
            begun = socket.socket(family, kind, protocol)
            self._sockets.add(begun)
            begun.setblocking(False)
            if self._local_address is not None:
                begun.bind((self._local_address, 0))
            code = begun.connect_ex(address)
            if code not in _UNDER_WAY:
                raise OSError(code, os.strerror(code))  # noqa: TRY301 a failed address, like the others
        except OSError as error:
            self._fail(begun, error)
        else:
            self._selector.register(begun, selectors.EVENT_WRITE)

    def _finish_connecting(self, begun: Any) -> bool:
        self._selector.unregister(begun)
        code: int = begun.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._fail(begun, OSError(code, os.strerror(code)))
        return code == 0

    def _fail(self, begun: socket.socket | None, error: OSError) -> None:
        if handler_error(error, error.__context__) is not None:
            raise error
        self._error = error
        self._due = 0.0
        if begun is not None:
            self._sockets.discard(begun)
            begun.close()


def _stagger(addresses: int, seconds: float | None) -> float:
    """Seconds between two beginnings: each address is to have its chance within the limit."""
    return _STAGGER if seconds is None else min(_STAGGER, seconds / max(addresses, 1))


async def connect_first(
    addresses: Sequence[AddressInfo],
    connect: Callable[[str], Awaitable[T]],
    close: Callable[[T], Awaitable[None]],
    seconds: float | None = None,
) -> T:
    """What connecting to the first address that answers gives; the others are given up.

    Args:
        addresses: Where to connect to.
        connect: Connects to an address.
        close: Closes what it gave, where another one was faster.
        seconds: How long the caller will wait.

    Raises:
        Exception: What ``connect`` raised for the last address.
    """
    from asyncio import FIRST_COMPLETED, ensure_future  # noqa: PLC0415 sync clients need no event loop
    from asyncio import wait as wait_for_tasks  # noqa: PLC0415 the same

    ahead = [str(address[4][0]) for address in reversed(addresses)]
    stagger = _stagger(len(ahead), seconds)
    tasks: set[Task[T]] = set()
    error: BaseException = OSError("the name has no address")
    try:
        while ahead or tasks:
            if ahead:
                tasks.add(ensure_future(_await_connect(connect, ahead.pop())))
            done, _ = await wait_for_tasks(
                tasks, timeout=stagger if ahead else None, return_when=FIRST_COMPLETED
            )
            for task in done:
                failure = task.exception()
                if failure is None:
                    await _cancel_tasks(tasks - {task}, close)
                    tasks.clear()  # only now: where the caller is cancelled meanwhile, this one is closed as well
                    return task.result()
                tasks.discard(task)
                error = failure
        raise error
    finally:
        await _cancel_tasks(tasks, close)


async def _await_connect(connect: Callable[[str], Awaitable[T]], address: str) -> T:
    return await connect(address)


async def _cancel_tasks(tasks: "set[Task[T]]", close: Callable[[T], Awaitable[None]]) -> None:
    from asyncio import gather  # noqa: PLC0415 sync clients need no event loop

    for task in tasks:
        task.cancel()
    try:
        await gather(*tasks, return_exceptions=True)
    finally:  # one that is cancelled again here has waited for all of them, too
        for task in tasks:
            if not task.cancelled() and task.exception() is None:
                with contextlib.suppress(Exception):
                    await close(task.result())
