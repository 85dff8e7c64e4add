"""Move every number from one host to another: the request URL and the fallback URL, everything else as it was."""

from urllib.parse import urlsplit

import msgspec

from numberwire.signalwire import RestClient, handlers


def move(url):
    return url and url.replace("https://old.example.com", "https://new.example.com")


def moved(number):
    call = handlers.call_of(number)
    if (
        isinstance(call, handlers.call.LamlWebhooks)
        and urlsplit(call.request_url).hostname == "old.example.com"
    ):
        return msgspec.structs.replace(
            call, request_url=move(call.request_url), fallback_url=move(call.fallback_url)
        )
    return None


with RestClient(pace=50) as client:
    changes = {number: {"call": call} for number in client.phone_numbers.list() if (call := moved(number))}
    for outcome in client.phone_numbers.update_many(changes):
        print(f"{outcome.done}/{outcome.total}", outcome.item.number, outcome.error or "moved")
