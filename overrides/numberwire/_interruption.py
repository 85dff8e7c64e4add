"""Exceptions that interrupt a call: whose they are, and what their tracebacks may keep.

A signal's handler runs between any two steps of the main thread, so that what it raises comes out of whatever was
being done: an `OSError` of it looks like one of the network. It is recognised by its traceback, which has the
handler's frame. A handler written in C has no such frame, nor has an exception that another thread set by the
interpreter's C API: these are not recognised.
"""

import functools
import sys
import threading
from collections.abc import Iterator
from types import CodeType, FrameType, TracebackType
from typing import Any, cast

__all__ = ["clear_locals", "handler_error"]

_VARARGS = 0x04
"""As in `inspect`, which takes long to load."""

_CARRIERS = frozenset(
    {"numberwire", "numberwire_api", "httpx2", "httpcore2", "h11", "anyio", "idna", "socksio", "truststore"}
)
"""The packages through which a request goes with its credential, beside the standard library."""


def handler_error(error: BaseException, outer: BaseException | None) -> BaseException | None:
    """What the caller's signal handler raised, where an error is that or was made of it.

    A trace function, by which debuggers and some timeouts work, counts as a handler.

    Args:
        error: The error, as it was caught.
        outer: What the caller was handling when the call began; it is no part of what led to the error.
    """
    handlers: set[CodeType] | None = None
    for cause in _chain(error, outer):
        for frame in _frames(cause.__traceback__):
            if _package(frame) in _CARRIERS:
                continue
            if handlers is None:
                handlers = _installed_handlers()
            if frame.f_code in handlers or _has_caller_argument(frame):
                return cause
    return None


def clear_locals(error: BaseException, outer: BaseException | None) -> None:
    """Empty the local variables of this project's and its libraries' frames, which may show the credential.

    The traceback keeps its frames and lines, and the locals of everybody else's.

    Args:
        error: What ends the call.
        outer: What the caller was handling when the call began; it is not touched.
    """
    for link in _chain(error, outer):
        for frame in _frames(link.__traceback__):
            package = _package(frame)
            if package in _CARRIERS or package in sys.stdlib_module_names:
                _clear(frame)


def _frames(trace: TracebackType | None) -> Iterator[FrameType]:
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def _package(frame: FrameType) -> str:
    name: str = frame.f_globals.get("__name__", "")
    return name.partition(".")[0]


def _clear(frame: FrameType) -> None:
    try:
        frame.clear()
    except RuntimeError:
        return  # it is running still, and is no frame of what ended


def _chain(error: BaseException, outer: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, as far as that was not there before."""
    met = {id(outer)}
    ahead: list[BaseException | None] = [error]
    while ahead:
        link = ahead.pop()
        if link is None or id(link) in met:
            continue
        met.add(id(link))
        yield link
        # Not its cause alone: the library raises errors again "from None".
        ahead += (link.__cause__, link.__context__)


def _installed_handlers() -> set[CodeType]:
    if threading.current_thread() is not threading.main_thread():
        return set()  # handlers run in the main thread alone
    library = sys.modules.get("signal")
    if library is None:
        return set()  # where nobody loaded it, nobody installed a handler
    codes = (_code(library.getsignal(number)) for number in library.valid_signals())
    return {code for code in codes if code is not None}


def _code(handler: Any) -> CodeType | None:
    while isinstance(handler, functools.partial):
        handler = handler.func
    if not hasattr(handler, "__code__") and not hasattr(handler, "__func__") and callable(handler):
        handler = type(handler).__call__
    code = getattr(getattr(handler, "__func__", handler), "__code__", None)
    return code if isinstance(code, CodeType) else None


def _has_caller_argument(frame: FrameType) -> bool:
    """Whether a frame has the frame that it interrupted among its arguments, as only handlers do."""
    code, caller = frame.f_code, frame.f_back
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & _VARARGS)
    given: list[Any] = []
    for name in code.co_varnames[:count]:
        value: Any = frame.f_locals.get(name)
        given.extend(cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,))  # type: ignore[redundant-cast]
    return caller is not None and any(item is caller for item in given)
