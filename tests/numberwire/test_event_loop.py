"""What async clients say where asyncio is not."""

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Sandbox
from tests.numberwire.subjects import ASYNC


@pytest.mark.parametrize("transport", [None, Sandbox()], ids=["network", "in process"])
def test_no_asyncio(transport):
    """A coroutine that something else than asyncio runs is refused at once, with words that say why."""
    coroutine = ASYNC.rest(transport).phone_numbers.get("one")
    with pytest.raises(InvalidRequestError, match="work with asyncio only"):
        coroutine.send(None)
