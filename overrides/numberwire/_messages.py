"""How a person hears of what is no error: the package's logger, and warnings that point at the caller's line."""

import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING

from numberwire._concurrency import loading
from numberwire.errors import NumberwireWarning

if TYPE_CHECKING:
    from logging import Logger
    from types import FrameType

__all__ = ["logger", "warn_caller", "warn_deprecated"]

_PACKAGE = __name__.partition(".")[0]


@cache
def logger() -> "Logger":
    """The logger named numberwire, loaded when there is something to log: most programs never log."""
    with loading():
        from logging import getLogger  # noqa: PLC0415 see above

    return getLogger("numberwire")


def warn_deprecated(text: str) -> None:
    """Warn of something deprecated, pointing at the first line outside this package.

    Python shows no DeprecationWarning that points into a library.
    """
    _warn(text, DeprecationWarning)


def warn_caller(text: str) -> None:
    """Warn of something that was done and was probably not meant, pointing at the first line outside this package."""
    _warn(text, NumberwireWarning)


def _warn(text: str, category: type[Warning]) -> None:
    level = 1
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 what `inspect` gives, which takes long to load
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)
