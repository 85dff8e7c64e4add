"""Route the calls of one number, which is known by its digits, to a webhook."""

from numberwire.signalwire import RestClient, handlers

with RestClient() as client:
    number = client.phone_numbers.find("+1 (503) 555-1763")
    if number is None:
        raise SystemExit("You don't have this number.")
    client.phone_numbers.update(number, call=handlers.call.LamlWebhooks("https://example.com"), whole=True)
