"""What the works are done to: servers and files, by name; all of it is gone afterwards."""

import os
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.fleet import FLEETS, account

__all__ = ["Stage", "stage"]

ROOT = Path(__file__).parents[2]

_SERVERS = {
    "plain": ("http://127.0.0.1", ()),
    "tls": ("https://0.0.0.0", ("--certificate", "server.pem")),  # see props.TLS_HOST
    "packed": ("http://127.0.0.1", ("--packed",)),
    "slow": ("http://127.0.0.1", ("--numbers", "10000", "--delay", "0.05")),
}
"""The servers by name: how they are called, and the words they are started with."""


_CHANGES_CLIENTS = re.compile(
    "^PYTHON|^SIGNALWIRE|^NUMBERWIRE|^TELNYX|^TWILIO|^CURL_CA|_proxy$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The resources by name, and the variables of the processes that use them."""

    resources: dict[str, str]
    variables: dict[str, str]


@contextmanager
def stage(*, documents: bool, fleet: Path | None = None) -> Generator[Stage]:
    """Set everything up, and take it down again.

    Args:
        documents: Whether the large documents are needed, too.
        fleet: The interpreter that has the command, where an account of many numbers is needed, too.
    """
    with ExitStack() as until_the_end:
        folder = Path(until_the_end.enter_context(TemporaryDirectory(prefix="numberwire-bench-")))
        _run("props", str(folder), *(["--documents"] if documents else []))
        resources = {path.stem: str(path) for path in folder.iterdir()}
        for name, (url, words) in _SERVERS.items():
            port = until_the_end.enter_context(_server(folder, *words))
            resources[name] = f"{url}:{port}"
        variables = _variables(folder / "bundle.pem")
        if fleet is not None:
            until_the_end.enter_context(account(fleet, folder, variables))
            resources |= {name: str(folder / name) for name in FLEETS}
        yield Stage(resources, variables)


def _variables(bundle: Path) -> dict[str, str]:
    """Variables for every process alike: those that are set here, but the same certificates, and no proxy.

    As many as usual, because clients that are made with requests look through all of them at each request.
    """
    trusted = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), str(bundle))
    kept = {name: value for name, value in os.environ.items() if not _CHANGES_CLIENTS.search(name)}
    return kept | trusted


def _command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *words]


def _run(module: str, *words: str) -> None:
    subprocess.run(_command(module, *words), cwd=ROOT, check=True)


@contextmanager
def _server(folder: Path, *words: str) -> Generator[str]:
    """A server's port."""
    command = _command("server", *(str(folder / word) if word.endswith(".pem") else word for word in words))
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()  # with it the server ends
