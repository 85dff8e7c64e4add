"""COUNT URL: retrieves one number COUNT times, one after the other, with nothing but aiohttp and our model."""

import asyncio
import sys

import aiohttp
import msgspec

from numberwire_api.signalwire.models import PhoneNumber

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"
HEADERS = {"Authorization": "Basic cHJvamVjdDphLXRva2Vu", "Accept": "application/json"}

count, url = int(sys.argv[1]), sys.argv[2]
decoder = msgspec.json.Decoder(PhoneNumber)


async def main():
    """Make the calls."""
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        for _ in range(count):
            async with session.get(f"{url}/api/relay/rest/phone_numbers/{ID}") as answer:
                assert decoder.decode(await answer.read()).number == "+15035550000"


asyncio.run(main())
