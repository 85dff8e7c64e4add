"""COUNT URL: retrieves one number, then lists all of them COUNT times, with the loop that its user has to write."""

import sys
from urllib.parse import parse_qsl, urlsplit

from signal_wire_phone_numbers_client import AuthenticatedClient
from signal_wire_phone_numbers_client.api.phone_numbers import list_phone_numbers, retrieve_phone_number
from signal_wire_phone_numbers_client.types import UNSET

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
client = AuthenticatedClient(base_url=url, token="cHJvamVjdDphLXRva2Vu", prefix="Basic")


def listed():
    """All numbers, page after page."""
    query = {"page_size": 1000}
    while query:
        page = list_phone_numbers.sync(client=client, **query)
        yield from page.data
        link = page.links.next_
        query = {} if link is UNSET else dict(parse_qsl(urlsplit(link).query))


assert str(retrieve_phone_number.sync(ID, client=client).id) == ID
for _ in range(count):
    assert sum(number.number.startswith("+1") for number in listed()) == 100_000
