"""The other side of the loopback: run as a script with a folder, it serves an index until its stdin ends."""

from __future__ import annotations

import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Stay silent."""


def main(folder: Path) -> None:
    """Serve a folder, and print the URL once it is served.

    Args:
        folder: Where the files are.
    """
    # Ctrl-C is for the one who started this; it ends that one, and by that our stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    application = import_module("pypiserver").app(
        roots=[folder],
        overwrite=False,
        disable_fallback=True,  # it never sends a client on to another index for what it doesn't have
        authenticate=[],
        password_file=".",  # noqa: S106 - this is how it says that there is none
    )
    # With port 0 the system chooses a free one, and nobody can take it in between.
    with _Server((HOST, 0), _Handler) as server:
        server.set_app(application)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://{HOST}:{server.server_port}/", flush=True)  # noqa: T201 - it is a script
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
