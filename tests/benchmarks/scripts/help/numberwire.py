"""COUNT FILE: loads click, and lets the command say what it can do, as often as is told."""

import sys

import click  # noqa: F401 its cost is not that of the command

count = int(sys.argv[1])

if count:
    from numberwire.cli import main

    for _ in range(count):
        sys.argv = ["numberwire", "--help"]
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                raise
