"""Run as a script, with a package built of a newer spec on the path: calls what is new, and prints what came of it.

What is new: POST /api/relay/rest/phone_numbers/{id}/test_address (method `register_address`), with a body of
`street` (required), `unit` and `floors`, and the query parameter `language`.
"""

import asyncio
import inspect
import json
import sys
from unittest.mock import patch

from numberwire._response import Response
from numberwire.errors import NumberwireError
from numberwire.signalwire import AsyncRestClient, RestClient

ID = "2f3b7c1e-5d4a-4b8e-9c6f-0a1b2c3d4e5f"
ADDRESS = {"id": "another-id", "street": "Main St 1"}
CALLS = {
    "sent": ((ID,), {"street": "Main St 1", "unit": None, "floors": 2, "language": "en"}),
    "unknown": ((ID,), {"street": "Main St 1", "flors": 2}),
    "unknown without a like": ((ID,), {"street": "Main St 1", "zzz": 2}),
    "unknown and None": ((ID,), {"street": "Main St 1", "flors": None}),
    "wrong type": ((ID,), {"street": "Main St 1", "floors": "2"}),
    "blank": ((ID,), {"street": " "}),
    "empty": ((ID,), {"street": "Main St 1", "language": ""}),
    "number for an id": (("+12065550123",), {"street": "Main St 1"}),
    "no id": ((7,), {"street": "Main St 1"}),
    "id by name": ((), {"id": ID, "street": "Main St 1"}),
    "lost": ((ID,), {"street": "lost"}),
}


class Server:
    """Answers with an address, or breaks off; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, request):
        """Answer a request."""
        self.asked.append(f"{request.method} {request.target} {request.content.decode()}")
        if b"lost" in request.content:
            raise ConnectionResetError
        return Response(201, (), json.dumps(ADDRESS).encode())


async def _outcome(numbers, arguments, keywords):
    try:
        value = numbers.register_address(*arguments, **keywords)
        value = await value if inspect.isawaitable(value) else value
    except (NumberwireError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    address = getattr(value, "value", value)
    return f"{type(value).__name__} {type(address).__name__} {address.street}"


def outcomes(kind, *, is_raw):
    """What each call comes to, and what the server was asked for it."""
    results = {}
    for name, (arguments, keywords) in CALLS.items():
        server = Server()
        client = kind("p", "t", "example.signalwire.com", transport=server)
        numbers = (client.with_raw_response if is_raw else client).phone_numbers
        results[name] = [asyncio.run(_outcome(numbers, arguments, keywords)), server.asked]
    return results


def mocked():
    """What a call of a patched method returns; a mock stays, since the resource is one object a client."""
    client = RestClient("p", "t", "example.signalwire.com", transport=Server())
    with patch.object(client.phone_numbers, "register_address", return_value="mocked"):
        return client.phone_numbers.register_address(ID)


def main():
    """Print all of it."""
    method = RestClient("p", "t", "example.signalwire.com").phone_numbers.register_address
    result = {
        f"{kind.__name__}{' raw' if is_raw else ''}": outcomes(kind, is_raw=is_raw)
        for kind in (RestClient, AsyncRestClient)
        for is_raw in (False, True)
    }
    described = {
        "signature": str(inspect.signature(method)),
        "doc": inspect.getdoc(method),
        "mocked": mocked(),
    }
    json.dump({"calls": result, **described}, sys.stdout)


if __name__ == "__main__":
    main()
