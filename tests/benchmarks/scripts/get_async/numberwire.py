"""COUNT URL: retrieves one number COUNT times, one after the other, with an async client."""

import asyncio
import sys

from numberwire.signalwire import AsyncRestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]


async def main():
    """Make the calls."""
    async with AsyncRestClient("project", "a-token", url.partition("//")[2]) as client:
        for _ in range(count):
            assert (await client.phone_numbers.get(ID)).number == "+15035550000"


asyncio.run(main())
