"""Buy five numbers of an area code, each at most once, and look again where the answer was lost."""

from numberwire.errors import PurchaseOutcomeUnknownError
from numberwire.signalwire import RestClient

with RestClient(settle=10) as client:
    offers = client.phone_numbers.search(areacode="503", max_results=5)
    for outcome in client.phone_numbers.purchase_many(offers):
        number, error = outcome.value, outcome.error
        if isinstance(error, PurchaseOutcomeUnknownError):
            number = client.phone_numbers.settle(error.number, since=error.since)
        print(outcome.item.number, "bought" if number else error)
