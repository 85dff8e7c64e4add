"""Deprecation warnings that point at the caller's line: Python shows none that point into a library."""

import inspect
import warnings

__all__ = ["warn_deprecated"]

_PACKAGE = __name__.partition(".")[0]


def warn_deprecated(text: str) -> None:
    """Warn of what is deprecated, as if the first line outside this package had."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, DeprecationWarning, stacklevel=level)
