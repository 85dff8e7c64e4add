"""Where this process connects to, and which names it looks up: told by Python itself, not by a client."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_heard: list[Any] | None = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _heard is None:
        return
    if event == "socket.connect":
        _heard.append(arguments[1])
    elif event == "socket.getaddrinfo":
        _heard.append(arguments[:2])


# An audit hook can't be taken off again, so there is one, which listens when it is asked to.
sys.addaudithook(_hear)


@contextmanager
def connections() -> Iterator[set[tuple[str, int]]]:
    """The addresses connected to or looked up, known once the block has ended."""
    global _heard  # noqa: PLW0603 one hook for the process
    _heard, told = [], set[tuple[str, int]]()
    try:
        yield told
    finally:
        told |= {(str(one[0]), int(one[1])) for one in _heard}
        _heard = None
