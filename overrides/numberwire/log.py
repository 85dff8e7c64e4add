"""The logger, loaded when there is something to log: most programs that import a client never do."""

from functools import cache
from typing import TYPE_CHECKING

from numberwire.forks import loading

if TYPE_CHECKING:
    from logging import Logger

__all__ = ["logger"]


@cache
def logger() -> "Logger":
    """The logger named numberwire."""
    with loading():
        from logging import getLogger  # noqa: PLC0415 see above

    return getLogger("numberwire")
