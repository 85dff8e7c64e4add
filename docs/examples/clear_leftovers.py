"""Empty the settings that numbers carry from handlers that are no longer in force."""

from numberwire import CLEAR
from numberwire.signalwire import RestClient, handlers

with RestClient() as client:
    leftovers = {number: handlers.leftovers(number) for number in client.phone_numbers.list()}
    changes = {number: dict.fromkeys(fields, CLEAR) for number, fields in leftovers.items() if fields}
    print(sum(outcome.ok for outcome in client.phone_numbers.update_many(changes)), "numbers cleared")
