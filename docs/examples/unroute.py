"""Take the handlers of some numbers away, so that nothing answers their calls and messages."""

from numberwire.signalwire import RestClient, handlers

with RestClient() as client:
    change = {"call": handlers.NONE, "message": handlers.NONE}
    numbers = client.phone_numbers.list(filter_name="Old line")
    failed = [
        one for one in client.phone_numbers.update_many((number, change) for number in numbers) if one.error
    ]
    print(f"{len(failed)} failed")
