"""COUNT URL: changes the names of COUNT numbers, 50 at a time."""

import asyncio
import sys

from numberwire.signalwire import AsyncRestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]


async def change(client, left):
    """Make changes, one after another, while there are any left."""
    for _ in left:
        assert (await client.phone_numbers.update(ID, name="Support Line")).number == "+15035550000"


async def main():
    """Let fifty make changes."""
    left = iter(range(count))
    async with AsyncRestClient("project", "a-token", url.partition("//")[2]) as client:
        await asyncio.gather(*(change(client, left) for _ in range(50)))


asyncio.run(main())
