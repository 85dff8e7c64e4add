"""Typed clients for phone-number APIs; this module loads no HTTP library.

The clients stand in a package per API: `numberwire.signalwire` and `numberwire.routing`. What went wrong
stands in `numberwire.errors`. `numberwire.sandbox` is a stand-in for the APIs, to try all of it without an
account.
"""

from importlib.metadata import version

from numberwire import errors
from numberwire.clear import CLEAR

__all__ = ["CLEAR", "__version__", "errors"]

__version__: str = version("numberwire")
