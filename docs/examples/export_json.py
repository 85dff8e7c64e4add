"""Write all numbers to a file of JSON lines, with whatever the API answers beside the documented members."""

from pathlib import Path

from numberwire.signalwire import RestClient

with RestClient() as client, Path("numbers.jsonl").open("w", encoding="utf-8") as file:
    file.writelines(f"{number.to_json()}\n" for number in client.phone_numbers.list())
