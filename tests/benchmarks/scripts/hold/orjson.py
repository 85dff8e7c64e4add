"""COUNT FILE: reads a page COUNT times, and holds all of it."""

import sys
from pathlib import Path

import orjson

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
held = [orjson.loads(page)["data"] for _ in range(count)]
assert held[-1][-1]["number"] == "+15035550999"
