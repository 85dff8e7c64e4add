"""COUNT FILE: reads a page COUNT times into dicts, by the method of a response that most people call."""

import sys
from pathlib import Path

import httpx

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
response = httpx.Response(200, content=page)
for _ in range(count):
    numbers = response.json()["data"]
assert numbers[-1]["number"] == "+15035550999"
