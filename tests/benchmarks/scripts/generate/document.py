"""COUNT DOCUMENT: generates the client of a document that lies beside a copy of the project, COUNT times."""

import sys
from pathlib import Path

count, document = int(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(document.parent / "project"))

from generator.cli import main  # noqa: E402 the copy is found only now

for _ in range(count):
    assert main(["generate", "--spec", str(document), "--out", str(document.parent / "generated")]) == 0
