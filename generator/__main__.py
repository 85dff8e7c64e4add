"""Lets `python -m generator VERB` run the command line."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from generator.cli import main

# A terminal that lacks a character shows its escape; it doesn't end the program.
for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
sys.exit(main())
