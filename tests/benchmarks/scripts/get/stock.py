"""COUNT URL: constructs a client, and retrieves one number COUNT times."""

import sys

from signal_wire_phone_numbers_client import AuthenticatedClient
from signal_wire_phone_numbers_client.api.phone_numbers import retrieve_phone_number

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
client = AuthenticatedClient(base_url=url, token="cHJvamVjdDphLXRva2Vu", prefix="Basic")
for _ in range(count):
    assert retrieve_phone_number.sync(ID, client=client).number == "+15035550000"
