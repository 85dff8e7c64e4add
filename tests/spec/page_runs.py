"""Digests of the runs of six words that the documentation pages contain; the pages themselves are not kept here.

`python -m tests.spec.page_runs PAGE...`, run from the root, adds the runs of further pages.
"""

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

LENGTH = 6
FILE = Path(__file__).with_suffix(".txt")


def run_digests(text: str) -> set[str]:
    """The digest of every run of six words of a text, without its punctuation."""
    words = re.findall(r"[a-z0-9_]+", text.lower())
    runs = (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:12] for run in runs}


def page_digests() -> set[str]:
    """The digests of the pages."""
    return set(FILE.read_text(encoding="ascii").split())


def add_pages(pages: Iterable[Path]) -> None:
    """Add the runs of pages to the digests."""
    digests = set().union(*(run_digests(page.read_text(encoding="utf-8")) for page in pages))
    known = page_digests() if FILE.exists() else set()
    FILE.write_text("".join(f"{digest}\n" for digest in sorted(known | digests)), encoding="ascii")


if __name__ == "__main__":
    add_pages(map(Path, sys.argv[1:]))
