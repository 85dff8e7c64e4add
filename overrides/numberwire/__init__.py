"""Typed clients for phone-number APIs; this module loads no HTTP library.

There is one package per API: `numberwire.signalwire` and `numberwire.routing`. Exceptions are in `numberwire.errors`.
`numberwire.sandbox` stands in for the APIs, so that everything can be tried without an account.
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
