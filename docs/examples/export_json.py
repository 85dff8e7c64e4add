"""Write all numbers to a file of JSON lines, with whatever the API answers beside the documented members."""

from numberwire.signalwire import RestClient

with RestClient() as client, open("numbers.jsonl", "w", encoding="utf-8") as file:
    file.writelines(f"{number.to_json()}\n" for number in client.phone_numbers.list())
