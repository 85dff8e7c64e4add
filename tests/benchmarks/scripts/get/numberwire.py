"""COUNT URL: constructs a client, and retrieves one number COUNT times."""

import sys

from numberwire.signalwire import RestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
numbers = RestClient("project", "a-token", url.partition("//")[2]).phone_numbers
for _ in range(count):
    assert numbers.get(ID).number == "+15035550000"
