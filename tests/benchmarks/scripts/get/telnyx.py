"""COUNT URL: constructs a client, and retrieves one number, as its vendor's API answers, COUNT times."""

import sys

from telnyx import Telnyx

count, url = int(sys.argv[1]), sys.argv[2]
numbers = Telnyx(api_key="a-key", base_url=f"{url}/v2").phone_numbers
for _ in range(count):
    assert numbers.retrieve("1293384261075731499").data.phone_number == "+15035550000"
