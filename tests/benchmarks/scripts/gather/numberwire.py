"""COUNT URL: retrieves one number COUNT times, 50 calls at a time."""

import asyncio
import sys

from numberwire.signalwire import AsyncRestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"
AT_A_TIME = 50

count, url = int(sys.argv[1]), sys.argv[2]


async def retrieve(client, left):
    """Make calls, one after another, while there are any left."""
    for _ in left:
        assert (await client.phone_numbers.get(ID)).number == "+15035550000"


async def main():
    """Let so many make calls."""
    left = iter(range(count))
    async with AsyncRestClient("project", "a-token", url.partition("//")[2]) as client:
        await asyncio.gather(*(retrieve(client, left) for _ in range(AT_A_TIME)))


asyncio.run(main())
