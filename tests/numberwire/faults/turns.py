"""What a fault server does in its turn, as values."""

from collections.abc import Callable

from tests.numberwire.faults.peer import LONGEST, Peer, Turn

CLOSED, RESET = Peer.hang_up, Peer.reset
Said = bytes | Callable[[], bytes]
"""Bytes, or what makes them when their time comes: what is large, or tells the time."""


def says(
    *parts: Said, then: Callable[[Peer], None] | None = None, at: str = "request", apart: float = 0.0
) -> Turn:
    """Says all parts, one after the other, and then keeps the connection, or closes or resets it."""

    def act(peer: Peer) -> None:
        for part in parts:
            if part is not parts[0] and apart:
                peer.pause(apart)
            if not peer.say(part if isinstance(part, bytes) else part()):
                return
        if then is not None:
            then(peer)

    return Turn(act, at)  # type: ignore[arg-type]


def resets(at: str = "request", after: bytes = b"") -> Turn:
    """Resets the connection once it has read so much of a request, and said so much of an answer."""
    return says(after, then=RESET, at=at)


def hangs_up(at: str = "request", after: bytes = b"") -> Turn:
    """Closes the connection in the same way."""
    return says(after, then=CLOSED, at=at)


def stalls(after: bytes = b"", at: str = "request") -> Turn:
    """Says so much, and then nothing until the client goes."""
    return says(after, then=Peer.outlast, at=at)


def drips(data: bytes, every: float = 0.02, after: bytes = b"") -> Turn:
    """Says the one at once and the other byte by byte."""

    def act(peer: Peer) -> None:
        peer.say(after)
        for place in range(min(len(data), int(LONGEST / every)) if every else len(data)):
            if not (peer.say(data[place : place + 1]) and peer.pause(every)):
                break
        else:
            return
        peer.hang_up()

    return Turn(act)


def repeats(data: bytes, every: float = 0.01, after: bytes = b"") -> Turn:
    """Says the same again and again until the client goes."""

    def act(peer: Peer) -> None:
        peer.say(after)
        for _ in range(int(LONGEST / every)):
            if not (peer.say(data) and peer.pause(every)):
                break
        peer.hang_up()

    return Turn(act)


def speaks_first(data: bytes) -> Turn:
    """Says something as soon as the connection is there."""
    return says(data, at="accept")
