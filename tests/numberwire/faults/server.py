"""A server of faults: raw TCP on loopback, with no HTTP library to soften what it says.

It does what its script tells it, turn by turn, and remembers every byte it was sent.
"""

import contextlib
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.numberwire.faults.peer import LONGEST, Peer, Seen, Turn

MOST = 1500
"""Requests after which it serves nobody, so that a client that goes round for ever fails and goes on."""

_BACKLOG = 512


Script = Iterable[Turn] | Callable[[Seen], Turn]


class FaultServer:
    """Listens on a free port of 127.0.0.1 and serves each connection in a thread of its own."""

    def __init__(
        self, script: Script = (), *, listening: bool = True, tls: ssl.SSLContext | None = None
    ) -> None:
        """Bind; a server that does not listen refuses connections.

        Args:
            script: The turns, of which the last is repeated; or a function that finds one for a request.
            listening: Whether to listen at once.
            tls: A context to speak TLS with.
        """
        self.stopped = threading.Event()
        self.seen: list[Seen] = []
        self.peers: list[Peer] = []
        self._turns: deque[Turn] = deque()
        self._find: Callable[[Seen], Turn] | None = None
        self.play(script)
        self._tls = tls
        self._done = threading.Condition()
        self._acted = 0
        self._threads: list[threading.Thread] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self.host = f"127.0.0.1:{self.address[1]}"
        if listening:
            self.listen()

    @property
    def asked(self) -> str:
        """The methods of the requests it saw, in their order."""
        return " ".join(one.method for one in self.seen)

    @property
    def received(self) -> bytes:
        """Every byte it was sent."""
        return b"".join(peer.received for peer in self.peers)

    def play(self, script: Script) -> None:
        """Take a script."""
        if callable(script):
            self._find = script
        else:
            self._turns.extend(script)

    def listen(self) -> None:
        """Stop refusing connections."""
        if self._threads:
            return
        self._socket.listen(_BACKLOG)
        self._start(self._accept)

    @contextlib.contextmanager
    def crowded(self) -> Iterator[None]:
        """Listen, accept nobody, and have no place left for anyone who waits to be accepted."""
        self._socket.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(self.address)
        try:
            yield
        finally:
            for one in waiting:
                one.close()

    def settle(self, turns: int) -> None:
        """Wait until so many turns are over."""
        with self._done:
            assert self._done.wait_for(lambda: self._acted >= turns, LONGEST), "the server waits for its turn"

    def hear(self, requests: int) -> None:
        """Wait until so many requests were read."""
        with self._done:
            assert self._done.wait_for(lambda: len(self.seen) >= requests, LONGEST), (
                "the server waits to be asked"
            )

    def _start(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            accepted, _ = self._socket.accept()
            if self.stopped.is_set():
                accepted.close()
                return
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer = Peer(self.stopped, accepted, len(self.peers))
            self.peers.append(peer)
            self._start(self._serve, peer)

    def _serve(self, peer: Peer) -> None:
        try:
            if self._tls is not None:
                peer.socket = self._tls.wrap_socket(peer.socket, server_side=True)
            while peer.is_open and len(self.seen) < MOST and not self.stopped.is_set() and self._turn(peer):
                pass
        except OSError:
            pass
        finally:
            peer.socket.close()

    def _turn(self, peer: Peer) -> bool:
        if self._find is not None:
            if not peer.arrived("request"):
                return False
            turn = self._find(self._noted(peer))
        elif self._turns[0].at == "accept":
            turn = self._next()
        else:
            if not peer.arrived(self._turns[0].at):
                return False
            self._noted(peer)
            turn = self._next()
        turn.act(peer)
        with self._done:
            self._acted += 1
            self._done.notify_all()
        return True

    def _noted(self, peer: Peer) -> Seen:
        assert peer.request is not None
        with self._done:
            self.seen.append(peer.request)
            self._done.notify_all()
        return peer.request

    def _next(self) -> Turn:
        return self._turns.popleft() if len(self._turns) > 1 else self._turns[0]

    def close(self) -> None:
        """Stop: hang up on everyone, and wait for the threads."""
        self.stopped.set()
        if any(thread.is_alive() for thread in self._threads[:1]):
            with contextlib.suppress(OSError), socket.create_connection(self.address, 1):
                self._threads[0].join(LONGEST)
        self._socket.close()
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer.socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(LONGEST)
