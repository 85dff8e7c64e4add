"""COUNT FOLDER: plans the folder's fleet COUNT times."""

import json
import os
import sys
from pathlib import Path

count = int(sys.argv[1])
os.chdir(sys.argv[2])
os.environ.update(json.loads(Path("variables.json").read_text(encoding="utf-8")))

from numberwire.cli import main  # noqa: E402 as a process of its own, which finds the variables set

for _ in range(count):
    sys.argv = ["numberwire", "plan", "-o", "plan.json"]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
