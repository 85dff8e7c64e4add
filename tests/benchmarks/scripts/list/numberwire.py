"""COUNT URL: retrieves one number, then lists all of them COUNT times."""

import sys

from numberwire.signalwire import RestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
client = RestClient("project", "a-token", url.partition("//")[2])
assert client.phone_numbers.get(ID).id == ID
for _ in range(count):
    assert sum(number.number.startswith("+1") for number in client.phone_numbers.list()) == 100_000
