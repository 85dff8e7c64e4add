"""Move every number from one host to another: the webhooks of its calls, everything else as it was."""

from numberwire.signalwire import RestClient

OLD, NEW = "https://old.example.com/", "https://new.example.com/"
FIELDS = ("call_request_url", "call_fallback_url", "call_status_callback_url")


def moved(number):
    urls = {field: getattr(number, field) or "" for field in FIELDS}
    return {field: NEW + url.removeprefix(OLD) for field, url in urls.items() if url.startswith(OLD)}


with RestClient(pace=50) as client:
    numbers = [number for number in client.phone_numbers.list() if number.call_handler == "laml_webhooks"]
    changes = {number: urls for number in numbers if (urls := moved(number))}
    for outcome in client.phone_numbers.update_many(changes):
        print(f"{outcome.done}/{outcome.total}", outcome.item.number, outcome.error or "moved")
