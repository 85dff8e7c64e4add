"""COUNT URL: retrieves one number COUNT times, one after the other, with an async client."""

import asyncio
import sys

from signal_wire_phone_numbers_client import AuthenticatedClient
from signal_wire_phone_numbers_client.api.phone_numbers import retrieve_phone_number

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]


async def main():
    """Make the calls."""
    async with AuthenticatedClient(base_url=url, token="cHJvamVjdDphLXRva2Vu", prefix="Basic") as client:
        for _ in range(count):
            assert (await retrieve_phone_number.asyncio(ID, client=client)).number == "+15035550000"


asyncio.run(main())
