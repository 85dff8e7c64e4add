"""COUNT FOLDER: plans the folder's fleet; applies it COUNT times, each time with other names."""

import json
import os
import sys
import time
from pathlib import Path

count = int(sys.argv[1])
os.chdir(sys.argv[2])
os.environ.update(json.loads(Path("variables.json").read_text(encoding="utf-8")))

from numberwire.cli import main  # noqa: E402 as a process of its own, which finds the variables set

PLAN = ["plan"]
APPLY = ["apply", "--yes", "--max-updates", "100%", "--pace", "1000"]  # which plans as well
path = Path("fleet.yaml")
text = path.read_text(encoding="utf-8")
for words in [APPLY] * count or [PLAN]:
    path.write_text(text.replace("Line {last4}", f"Line {{last4}} {time.time_ns()}"), encoding="utf-8")
    sys.argv = ["numberwire", *words]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
path.write_text(text, encoding="utf-8")
