"""Change what numbers do, and put back what they did."""

from numberwire.signalwire import RestClient, handlers

with RestClient() as client:
    before = list(client.phone_numbers.list(filter_name="Support"))
    closed = handlers.call.LamlWebhooks("https://example.com/closed")
    client.phone_numbers.update_many(
        {number: {"call": closed, "whole": True} for number in before}
    ).failures()

    undo = {number: {"call": handlers.call_of(number), "whole": True} for number in before}
    client.phone_numbers.update_many(undo).failures()
    after = client.phone_numbers.by_number(filter_name="Support")
    print(all(handlers.effective(after[number.number]) == handlers.effective(number) for number in before))
