"""The files that works are done to; a program of its own, so that their making does not swell who measures.

python -m tests.benchmarks.props FOLDER [--documents]
"""

import argparse
import json
import shutil
from pathlib import Path

import certifi
import trustme

from tests.benchmarks.data import page
from tests.benchmarks.documents import document

__all__ = ["BUNDLE", "CERTIFICATE", "TLS_HOST", "main"]

ROOT = Path(__file__).parents[2]
BUNDLE, CERTIFICATE = "bundle.pem", "server.pem"
_ROOMS = ("generator", "spec", "overrides", "generated")

TLS_HOST = "0.0.0.0"  # noqa: S104 nothing is bound to it
"""The clients speak http with a host on the loopback range, and https with every other. This one is no loopback
address, and all the same this machine: connecting to it goes through the loopback interface."""


def _certificates(folder: Path) -> None:
    """A bundle of trusted certificates as large as usual, with ours in it, and the server's certificate."""
    authority = trustme.CA()
    (folder / BUNDLE).write_bytes(certifi.contents().encode() + authority.cert_pem.bytes())
    authority.issue_cert(TLS_HOST).private_key_and_cert_chain_pem.write_to_path(folder / CERTIFICATE)


def _project(folder: Path) -> None:
    for room in _ROOMS:
        shutil.copytree(ROOT / room, folder / "project" / room, ignore=shutil.ignore_patterns("__pycache__"))


def main() -> None:
    """Make the files."""
    parser = argparse.ArgumentParser(description="Makes the files that works are done to.")
    parser.add_argument("folder", type=Path, help="where they go")
    parser.add_argument("--documents", action="store_true", help="make the large documents, too")
    given = parser.parse_args()
    _certificates(given.folder)
    _project(given.folder)
    (given.folder / "page").write_bytes(page())
    for times in (1, 2, 4) if given.documents else ():
        (given.folder / f"document{times}.json").write_text(json.dumps(document(times)), encoding="utf-8")


if __name__ == "__main__":
    main()
