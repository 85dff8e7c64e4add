"""COUNT FILE: reads a page COUNT times into dicts."""

import sys
from pathlib import Path

import orjson

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
for _ in range(count):
    numbers = orjson.loads(page)["data"]
assert numbers[-1]["number"] == "+15035550999"
