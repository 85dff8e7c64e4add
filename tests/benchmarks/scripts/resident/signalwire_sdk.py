"""COUNT URL: the same as in `get`, and prints how many bytes of memory the process holds then."""

import sys
from pathlib import Path

from signalwire.rest import RestClient

ID = "53b6e5da-4d94-5e4a-8ea0-23318bf7be60"

count, url = int(sys.argv[1]), sys.argv[2]
numbers = RestClient("project", "a-token", url.partition("//")[2]).phone_numbers
for _ in range(count):
    assert numbers.get(ID)["number"] == "+15035550000"

status = Path("/proc/self/status").read_text(encoding="ascii")
sys.stdout.write(f"{int(status.partition('VmRSS:')[2].split()[0]) * 1024}\n")
