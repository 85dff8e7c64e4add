"""Typed clients for phone-number APIs; this module loads no HTTP library.

The clients stand in a package per API: `numberwire.signalwire` and `numberwire.routing`. What went wrong
stands in `numberwire.errors`. `numberwire.sandbox` is a stand-in for the APIs, to try all of it without an
account.
"""

from typing import TYPE_CHECKING

from numberwire import errors
from numberwire._clear import CLEAR, Clear

__all__ = ["CLEAR", "Clear", "__version__", "errors"]

__version__: str
"""The installed version; empty where the package's metadata was left out, as in vendored sources."""

if not TYPE_CHECKING:  # so that a checker knows every other name for a mistake

    def __getattr__(name: str) -> str:
        """The version, looked up when it is asked for: that takes longer than all else here."""
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 see above

        try:
            return version("numberwire")
        except PackageNotFoundError:
            return ""
