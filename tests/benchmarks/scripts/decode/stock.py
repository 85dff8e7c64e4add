"""COUNT FILE: reads a page COUNT times, as the generated client does."""

import sys
from pathlib import Path

import httpx
from signal_wire_phone_numbers_client.models import PhoneNumberPage

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
response = httpx.Response(200, content=page)
for _ in range(count):
    numbers = PhoneNumberPage.from_dict(response.json()).data
assert numbers[-1].number == "+15035550999"
