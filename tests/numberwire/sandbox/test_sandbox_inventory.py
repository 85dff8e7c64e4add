"""The numbers for sale, and the ids: functions of the seed."""

import re

from numberwire.sandbox._ids import is_uuid, ulid_of, uuid_of
from numberwire.sandbox._inventory import LOCAL, TOLL_FREE, inventory


def test_inventory_is_the_same_for_the_same_seed():
    """A seed has one inventory, and another seed another."""
    inventory.cache_clear()
    first = list(inventory(1, 10))
    inventory.cache_clear()
    assert first == list(inventory(1, 10)) != list(inventory(2, 10))


def test_numbers_look_like_those_of_fiction():
    """Every number is E.164, of exchange 555, and not that of directory assistance."""
    numbers = inventory(0, 60)
    assert len(numbers) == 60 * (len(LOCAL) + len(TOLL_FREE))
    assert all(re.fullmatch(r"\+1[2-9][0-9]{2}555(?!1212)[0-9]{4}", number) for number in numbers)


def test_inventory_can_hold_every_line():
    """An area code has at most the lines there are, each once."""
    assert len(inventory(3, 20_000)) == 9_999 * (len(LOCAL) + len(TOLL_FREE))
    inventory.cache_clear()


def test_larger_inventory_begins_with_the_smaller_one():
    """More numbers for sale leave those that were there."""
    assert set(inventory(0, 5)) < set(inventory(0, 6))


def test_ids_are_derived():
    """The same seed and parts give the same id; any other part gives another."""
    assert uuid_of(1, "a") == uuid_of(1, "a") == "2a123b26-2270-4355-9637-3af839cdc458"
    assert len({uuid_of(1, "a"), uuid_of(2, "a"), uuid_of(1, "b"), uuid_of(1, "a", "")}) == 4
    assert is_uuid(uuid_of(1, "a"))
    assert re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", ulid_of(1, "a"))


def test_uuid_has_five_groups():
    """Other spellings of a UUID are none here."""
    whole = uuid_of(1, "a")
    assert not any(map(is_uuid, ("", whole.replace("-", ""), f"{{{whole}}}", whole + "\n", whole[:-1] + "g")))
