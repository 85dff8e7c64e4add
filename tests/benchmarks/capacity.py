"""What the loopback server can do, asked by the plainest client there is; a program that prints it as JSON.

    python -m tests.benchmarks.capacity http://127.0.0.1:8000

It speaks over bare sockets and reads nothing of an answer but its length, so that what it measures is the server, or
less than the server can do.
"""

import json
import socket
import sys
import time
from urllib.parse import urlsplit

from tests.benchmarks.server import LISTING, NUMBER

__all__ = ["main", "rate"]

_SECONDS = 2.0
_BUFFER = bytearray(1 << 20)


class _Connection:
    def __init__(self, host: str, port: int, target: str) -> None:
        self._socket = socket.create_connection((host, port), timeout=30)
        self._request = f"GET {target} HTTP/1.1\r\nhost: {host}\r\n\r\n".encode()

    def ask(self) -> None:
        self._socket.sendall(self._request)

    def take(self) -> None:
        """Read an answer to its end."""
        read = self._socket.recv_into(_BUFFER)
        head, _, body = bytes(_BUFFER[:read]).partition(b"\r\n\r\n")
        left = int(head.rpartition(b"content-length: ")[2].split(b"\r\n")[0]) - len(body)
        while left > 0:
            left -= self._socket.recv_into(_BUFFER)

    def close(self) -> None:
        self._socket.close()


def rate(url: str, target: str, connections: int, seconds: float = _SECONDS) -> float:
    """Answers a second.

    Args:
        url: Where the server is.
        target: What to ask for.
        connections: How many connections ask at a time.
        seconds: How long to ask.
    """
    parts = urlsplit(url)
    opened = [_Connection(parts.hostname or "", parts.port or 80, target) for _ in range(connections)]
    answers, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for each in opened:
            each.ask()
        for each in opened:
            each.take()
        answers += connections
    for each in opened:
        each.close()
    return answers / took


def main() -> None:
    """Print what the server can do."""
    url = sys.argv[1]
    found = {
        "calls_a_second": round(rate(url, NUMBER, 50)),
        "pages_a_second": round(rate(url, f"{LISTING}?page_size=1000&page_number=1", 1)),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
