"""How a client sends: defaults, changes, and values that make no sense."""

import math

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.options import Options

CHECKS = frozenset({"e164", "url"})


def test_defaults():
    """Without a word about it, an attempt has 10 s, a call 30 s and two retries, and a page 1000 records."""
    assert Options() == Options(timeout=10, deadline=30, max_retries=2, page_size=1000, checks={})


def test_changed():
    """A change leaves the rest as it was, and the options it was made of."""
    options = Options(timeout=3)
    assert options.with_changes(CHECKS, deadline=0.5, max_retries=0) == Options(
        timeout=3, deadline=0.5, max_retries=0
    )
    assert options == Options(timeout=3)


def test_checks_add_up():
    """Switches of checks are added to those already set; None adds none."""
    options = (
        Options().with_changes(CHECKS, checks={"e164": False}).with_changes(CHECKS, checks={"url": False})
    )
    assert options.checks == {"e164": False, "url": False}
    assert options.with_changes(CHECKS, checks={"e164": True}).checks == {"e164": True, "url": False}
    assert options.with_changes(CHECKS, checks=None).checks == {"e164": False, "url": False}


SECONDS = "{} must be a number of seconds above 0, a day (86400) at most."
RETRIES = "max_retries must be a whole number, 0 or more."
SIZE = "page_size must be a whole number from 1 to 1000."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        *(
            ({name: value}, SECONDS.format(name))
            for name in ("timeout", "deadline")
            for value in (0, -1, math.nan, math.inf, "10", None, True)
        ),
        *(({"max_retries": value}, RETRIES) for value in (-1, 1.0, "2", None, True)),
        *(({"page_size": value}, SIZE) for value in (0, 1001, 50.0, "50", None, True)),
        *(
            ({"checks": value}, "checks must be a mapping of names to True or False.")
            for value in (["e164"], "e164", 7, {5: True, "e164": True}, {"e164": "no"}, {"e164": 0}, [])
        ),
        ({"checks": {"e166": False}}, "No check is named 'e166'. Did you mean e164?"),
        ({"retries": 3}, "No such option: retries. Did you mean max_retries?"),
        ({"known_checks": 3}, "No such option: known_checks. Did you mean checks?"),
        *(
            (
                {name: 3},
                f"No such option: {name}. Allowed: timeout, deadline, max_retries, pace, settle, page_size, checks.",
            )
            for name in ("self", "base_url")
        ),
    ],
)
def test_nonsense(change, message):
    """A value out of its range is refused, saying what the range is."""
    with pytest.raises(InvalidRequestError) as caught:
        Options().with_changes(CHECKS, **change)
    assert str(caught.value) == message


def test_no_checks_at_all():
    """An API without checks says that there are none."""
    with pytest.raises(InvalidRequestError, match=r"^No check is named 'e164'\. There are none\.$"):
        Options().with_changes(frozenset(), checks={"e164": False})
