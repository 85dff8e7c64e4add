"""COUNT URL: the same as in `get`, and prints how many bytes of memory the process holds then."""

import sys
from pathlib import Path

from signal_wire_phone_numbers_client import AuthenticatedClient
from signal_wire_phone_numbers_client.api.phone_numbers import retrieve_phone_number

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
client = AuthenticatedClient(base_url=url, token="cHJvamVjdDphLXRva2Vu", prefix="Basic")
for _ in range(count):
    assert retrieve_phone_number.sync(ID, client=client).number == "+15035550000"

status = Path("/proc/self/status").read_text(encoding="ascii")
sys.stdout.write(f"{int(status.partition('VmRSS:')[2].split()[0]) * 1024}\n")
