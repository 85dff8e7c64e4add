"""Typed clients for phone-number APIs; this module loads no HTTP library.

The clients stand in a package per API: `numberwire.signalwire` and `numberwire.routing`. What went wrong
stands in `numberwire.errors`. `numberwire.sandbox` is a stand-in for the APIs, to try all of it without an
account.
"""

from numberwire import errors
from numberwire.clear import CLEAR

__all__ = ["CLEAR", "__version__", "errors"]

__version__: str


def __getattr__(name: str) -> str:
    """The version, looked up when it is asked for: that takes longer than all else here."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415 see above

    return version("numberwire")
