"""Write all numbers to a CSV file, a row each."""

import csv
from pathlib import Path

from numberwire.signalwire import RestClient

FIELDS = ("number", "name", "number_type", "call_handler", "call_request_url", "created_at")

with RestClient() as client, Path("numbers.csv").open("w", newline="", encoding="utf-8") as file:
    rows = csv.DictWriter(file, FIELDS, extrasaction="ignore")
    rows.writeheader()
    rows.writerows(number.to_dict() for number in client.phone_numbers.list())
