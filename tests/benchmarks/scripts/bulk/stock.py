"""COUNT URL: changes the names of COUNT numbers, 50 at a time."""

import asyncio
import sys

from signal_wire_phone_numbers_client import AuthenticatedClient
from signal_wire_phone_numbers_client.api.phone_numbers import update_phone_number
from signal_wire_phone_numbers_client.models import PhoneNumberUpdate

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]


async def change(client, left):
    """Make changes, one after another, while there are any left."""
    for _ in left:
        body = PhoneNumberUpdate(name="Support Line")
        assert (await update_phone_number.asyncio(ID, client=client, body=body)).number == "+15035550000"


async def main():
    """Let fifty make changes."""
    left = iter(range(count))
    async with AuthenticatedClient(base_url=url, token="cHJvamVjdDphLXRva2Vu", prefix="Basic") as client:
        await asyncio.gather(*(change(client, left) for _ in range(50)))


asyncio.run(main())
