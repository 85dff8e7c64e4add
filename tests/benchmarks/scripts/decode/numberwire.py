"""COUNT FILE: reads a page COUNT times, with all that the client does to an answer: its checks, too."""

import sys
from pathlib import Path

from numberwire._answer import read_answer
from numberwire._response import Response
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire.phone_numbers import list_phone_numbers

count, page = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()
operation, response = list_phone_numbers(), Response(200, (), page)
for _ in range(count):
    numbers = read_answer(SIGNALWIRE, operation, response).envelope.data
assert numbers[-1].number == "+15035550999"
