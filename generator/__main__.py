"""Lets `python -m generator VERB` run the command line."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from generator.cli import main

# A stream that is closed is one that nobody reads.
if sys.stdout is None or sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison] - None where it is closed
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the same

# A terminal that lacks a character shows its escape; it doesn't end the program.
for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
gc.disable()  # also at the very end, where Python would look for cycles once more
sys.exit(main())
