"""COUNT URL: retrieves one number, then lists all of them COUNT times."""

import sys

from signalwire.rest import RestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
numbers = RestClient("project", "a-token", url.partition("//")[2]).phone_numbers
assert numbers.get(ID)["id"] == ID
for _ in range(count):
    assert sum(number["number"].startswith("+1") for number in numbers.paginate(page_size=1000)) == 100_000
