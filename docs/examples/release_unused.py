"""Release the numbers that have no handler, as soon as they may be released."""

from datetime import UTC, datetime, timedelta

from numberwire.signalwire import RestClient, handlers, releasable_from


def may_go(number):
    released_from = releasable_from(number) or datetime.now(UTC) + timedelta(days=1)
    return not (handlers.call_of(number) or handlers.message_of(number)) and released_from <= datetime.now(
        UTC
    )


with RestClient() as client:
    unused = [number for number in client.phone_numbers.list() if may_go(number)]
    for outcome in client.phone_numbers.release_many(unused):
        print(outcome.item.number, outcome.error or "released")
