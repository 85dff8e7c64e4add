"""COUNT URL: retrieves one number COUNT times, with nothing but the standard library's HTTP and our model."""

import http.client
import sys

import msgspec

from numberwire_api.signalwire.models import PhoneNumber

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"
HEADERS = {"Authorization": "Basic cHJvamVjdDphLXRva2Vu", "Accept": "application/json"}

count, url = int(sys.argv[1]), sys.argv[2]
connection = http.client.HTTPConnection(url.partition("//")[2])
decoder = msgspec.json.Decoder(PhoneNumber)
for _ in range(count):
    connection.request("GET", f"/api/relay/rest/phone_numbers/{ID}", headers=HEADERS)
    assert decoder.decode(connection.getresponse().read()).number == "+15035550000"
