"""Write all numbers to a CSV file, a row each."""

import csv

from numberwire.signalwire import RestClient

with RestClient() as client, open("numbers.csv", "w", newline="", encoding="utf-8") as file:
    rows = csv.DictWriter(file, ["number", "name", "call_handler", "created_at"], extrasaction="ignore")
    rows.writeheader()
    rows.writerows(number.to_dict() for number in client.phone_numbers.list())
