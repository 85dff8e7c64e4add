"""A function's call that another thread does, and that its caller need not wait for to the end.

The threads of `concurrent.futures` are joined at exit, so that one that waits for the network holds the program; and
its locks are written in Python, so that Ctrl-C at the wrong moment leaves one held. A queue in C has neither fault.
"""

from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

__all__ = ["Job"]

T = TypeVar("T")


class Job(Generic[T]):
    """A call to be done in a thread: the thread calls `run`, once, and somebody calls `result`, once."""

    def __init__(self, function: Callable[..., T], *arguments: Any) -> None:
        """Note what is to be called."""
        self._function = function
        self._arguments = arguments
        self._outcome: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def run(self) -> None:
        """Call the function; what it raises is raised by `result`."""
        try:
            value = self._function(*self._arguments)
        except BaseException as error:  # noqa: BLE001 it belongs to who asks for the result
            self._outcome.put(_raiser(error))
        else:
            self._outcome.put(lambda: value)

    def result(self, seconds: float | None = None) -> T:
        """What the function returned.

        Args:
            seconds: How long to wait for it; None for as long as it takes.

        Raises:
            queue.Empty: It has not ended in time.
        """
        return self._outcome.get(timeout=seconds)()


def _raiser(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail
