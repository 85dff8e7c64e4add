"""COUNT FILE: reads a page COUNT times, and holds all of it."""

import sys
from pathlib import Path

import httpx
from signal_wire_phone_numbers_client.models import PhoneNumberPage

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
response = httpx.Response(200, content=page)
held = [PhoneNumberPage.from_dict(response.json()).data for _ in range(count)]
assert held[-1][-1].number == "+15035550999"
