"""Warnings that point at the caller's line: of what is deprecated, Python shows none that point into a library."""

import inspect
import warnings

from numberwire.errors import NumberwireWarning

__all__ = ["warn_caller", "warn_deprecated"]

_PACKAGE = __name__.partition(".")[0]


def warn_deprecated(text: str) -> None:
    """Warn of what is deprecated, as if the first line outside this package had."""
    _warn(text, DeprecationWarning)


def warn_caller(text: str) -> None:
    """Warn of what was done and likely not meant, as if the first line outside this package had."""
    _warn(text, NumberwireWarning)


def _warn(text: str, category: type[Warning]) -> None:
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)
