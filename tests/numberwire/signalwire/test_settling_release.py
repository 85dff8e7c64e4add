"""A release whose answer was lost is asked about: a number that is gone was released."""

import pytest

from numberwire._response import Response
from numberwire.errors import APIConnectionError, APIStatusError, NotFoundError, UnprocessableEntityError
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, RECORD

pytestmark = pytest.mark.usefixtures("at_once")
RESET = ConnectionResetError("reset")
ASK, RELEASE = f"GET {PATH}/{ID}", f"DELETE {PATH}/{ID}"
GONE, BUSY = said({"error": "Not found"}, 404), said({"error": "busy"}, 503)


def release(kind, server, **options):
    """Release the number."""
    return kind.drive(kind.rest(server, **options), lambda one: one.phone_numbers.release(ID))


@pytest.mark.parametrize("lost", [RESET, BUSY], ids=["cut off", "503"])
def test_released(kind, lost):
    """A release whose answer was lost is asked about: where the number is gone, it was released."""
    server = Script(lost, GONE)
    assert release(kind, server) is None
    assert server.calls == [RELEASE, ASK]


@pytest.mark.parametrize(
    "asked", [said(RECORD), said({"error": "no"}, 403)], ids=["still there", "can't be told"]
)
def test_released_again(kind, asked):
    """Where the number is still there, or that can't be told, it is released again."""
    server = Script(RESET, asked, Response(204))
    assert release(kind, server) is None
    assert server.calls == [RELEASE, ASK, RELEASE]


def test_released_meanwhile(kind):
    """A number that is gone at the second attempt was released by the first, whose answer was lost."""
    server = Script(RESET, said(RECORD), GONE)
    assert release(kind, server) is None
    assert server.calls == [RELEASE, ASK, RELEASE]


PAGE = Response(404, (("content-type", "text/html"),), b" <html>no such host</html>")


@pytest.mark.parametrize(
    "turns", [(BUSY, PAGE), (RESET, said(RECORD), PAGE)], ids=["asked", "released again"]
)
def test_page_of_a_gateway(kind, turns):
    """A web page that says 404 is no answer of the API: it proves no release."""
    with pytest.raises(APIStatusError):
        release(kind, Script(*turns))


def test_nothing_to_release(kind):
    """A number that is gone at the first attempt is not there."""
    server = Script(GONE)
    with pytest.raises(NotFoundError):
        release(kind, server)
    assert server.calls == [RELEASE]


def test_too_early(kind):
    """A release that the server refuses is not sent again."""
    errors = [{"detail": "Too recently.", "code": "purchased_too_recently"}]
    server = Script(said({"errors": errors}, 422))
    with pytest.raises(UnprocessableEntityError, match="purchased_too_recently"):
        release(kind, server)
    assert server.calls == [RELEASE]


def test_release_lost_for_good(kind):
    """A release whose every answer is lost fails as lost."""
    server = Script(RESET)
    with pytest.raises(APIConnectionError):
        release(kind, server, max_retries=1)
    assert server.calls == [RELEASE, ASK, ASK, RELEASE, ASK, ASK]
