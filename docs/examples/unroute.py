"""Take the handlers of some numbers away, so that nothing answers their calls and messages."""

from numberwire.signalwire import RestClient, handlers

with RestClient() as client:
    numbers = client.phone_numbers.list(filter_name="Old line")
    changes = ((number, {"call": handlers.NONE, "message": handlers.NONE}) for number in numbers)
    failed = client.phone_numbers.update_many(changes).failures()
    print(f"{len(failed)} failed")
