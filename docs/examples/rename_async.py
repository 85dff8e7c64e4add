"""Rename all numbers by their last four digits, in an event loop, at 20 writes a second."""

import asyncio

from numberwire.signalwire import AsyncRestClient


async def main():
    async with AsyncRestClient(pace=20) as client:
        numbers = [number async for number in client.phone_numbers.list()]
        changes = {number: {"name": f"Line {number.number[-4:]}"} for number in numbers}
        async for outcome in client.phone_numbers.update_many(changes, in_flight=10):
            print(outcome.value.name if outcome.value else outcome.error)


asyncio.run(main())
