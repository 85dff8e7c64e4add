"""Whether something has put itself around the HTTP library, as cassettes and tracers do.

They replace methods of the classes of httpx2 and httpcore2, which then have to send, so that requests are recorded or
traced. Where nobody has loaded these libraries, nobody has.
"""

import sys
from types import FunctionType
from typing import Any

__all__ = ["LIBRARIES", "has_own_methods", "is_library_patched"]

LIBRARIES = ("httpx2", "httpcore2")
_SENDING = ("handle_request", "handle_async_request")
_SENDERS = {
    "httpx2": ("HTTPTransport", "AsyncHTTPTransport"),
    "httpcore2": ("ConnectionPool", "AsyncConnectionPool"),
}


def is_library_patched() -> bool:
    """Whether a class of the library that sends has methods that are not the library's."""
    if LIBRARIES[0] not in sys.modules and LIBRARIES[1] not in sys.modules:
        return False
    return any(
        not has_own_methods(getattr(library, name))
        for module in LIBRARIES
        if (library := sys.modules.get(module)) is not None
        for name in _SENDERS[module]
        if hasattr(library, name)
    )


def has_own_methods(kind: Any) -> bool:
    """Whether a class of the libraries sends by its own methods."""
    methods = [getattr(kind, name) for name in _SENDING if hasattr(kind, name)]
    return all(
        isinstance(method, FunctionType)
        and method.__globals__["__name__"].partition(".")[0] in LIBRARIES
        and not hasattr(method, "__wrapped__")
        for method in methods
    )
