"""Release the numbers that have no handler, as soon as they may be released."""

from datetime import UTC, datetime

from numberwire.signalwire import RestClient, releasable_from

with RestClient() as client:
    now = datetime.now(UTC)
    old_enough = [number for number in client.phone_numbers.list() if (releasable_from(number) or now) < now]
    unused = [number for number in old_enough if not (number.call_handler or number.message_handler)]
    for outcome in client.phone_numbers.release_many(unused):
        print(outcome.item.number, outcome.error or "released")
