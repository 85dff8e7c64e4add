"""COUNT DOCUMENT: generates the client of a document that lies beside a copy of the project, COUNT times."""

import sys
from pathlib import Path

from generator.cli import main

count, document = int(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(document.parent / "project"))

for _ in range(count):
    assert main(["generate", "--spec", str(document), "--out", str(document.parent / "generated")]) == 0
