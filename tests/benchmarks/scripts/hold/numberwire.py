"""COUNT FILE: reads a page COUNT times, and holds all of it."""

import sys
from pathlib import Path

from numberwire._answer import read_answer
from numberwire._response import Response
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire.phone_numbers import list_phone_numbers

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
operation, response = list_phone_numbers(), Response(200, (), page)
held = [read_answer(SIGNALWIRE, operation, response).envelope.data for _ in range(count)]
assert held[-1][-1].number == "+15035550999"
