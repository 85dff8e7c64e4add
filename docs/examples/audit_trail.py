"""Log what was bought, changed and released, a line each, for whoever has to account for it."""

import logging

from numberwire.signalwire import RestClient

logging.basicConfig(filename="numbers.log", level=logging.INFO, format="%(asctime)s %(message)s", force=True)

with RestClient() as client:
    number = client.phone_numbers.list().first()
    if number:
        client.phone_numbers.update(number, name="Reception")
