"""COUNT URL: constructs a client, and retrieves one number, as its vendor's API answers, COUNT times."""

import sys

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

count, url = int(sys.argv[1]), sys.argv[2]


class Local(TwilioHttpClient):
    """The client's own transport, to another host: it can be told no base URL."""

    def request(self, method, address, *arguments, **options):
        """Send a request, to this host."""
        return super().request(method, address.replace("https://api.twilio.com", url), *arguments, **options)


numbers = Client(f"AC{'0' * 32}", "a-token", http_client=Local()).incoming_phone_numbers
for _ in range(count):
    assert numbers(f"PN{'0' * 32}").fetch().phone_number == "+15035550000"
