"""Which number a text means."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "+15035551763",
        "+1 (503) 555-1763",
        "15035551763",
        "503-555-1763",
        "(503) 555.1763",
        "5035551763",
        "Front",
        " Front ",
    ],
)
def test_one_number(run, add, text):
    """E.164, digits with punctuation, and a name that is unique lead to the number."""
    add(name="Front")
    add(name="Front Desk")
    assert run("numbers", "show", text).stdout.split()[:4] == ["number", "+15035551763", "name", "Front"]


def test_id(run, add, sandbox):
    """An id leads to the number; one of nobody's to a sentence."""
    add()
    (number,) = sandbox.client().phone_numbers.list()
    assert number.number in run("numbers", "show", number.id).stdout
    assert number.number in run("numbers", "show", number.id.upper()).stdout
    stranger = "00000000-0000-4000-8000-000000000000"
    result = run("numbers", "show", stranger)
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        f"numberwire: None of your numbers has the id {stranger}. See them: numberwire numbers list\n",
    )


@pytest.mark.parametrize(
    "text",
    ["+1503555176", "0355517", "503-555-176", "+5035551763", "Fron", "front", "555", "+1 503 555 176 (3)"],
)
def test_part_of_a_number_is_none(run, add, text):
    """The API's filter finds part of a number or a name; it never stands for the whole."""
    add(name="Front")
    result = run("numbers", "show", text)
    assert (result.exit_code, result.stderr) == (
        1,
        f"numberwire: None of your numbers is {text}, and none has that name. See them: numberwire numbers list\n",
    )


def test_ambiguous_name(run, add):
    """A name that two numbers have is refused, and both are named."""
    first, second = add(name="Desk"), add(name="Desk")
    result = run("numbers", "show", "Desk")
    assert (result.exit_code, result.stderr) == (
        2,
        f"numberwire: 2 numbers match Desk: {second} (Desk), {first} (Desk). Give one of them in full.\n",
    )


def test_name_of_digits(run, add):
    """A name that looks like a number is found where no number is meant."""
    add(name="555-0100")
    assert "+15035551763" in run("numbers", "show", "555-0100").stdout


def test_empty_number(run):
    """Nothing, as a variable that isn't set gives it, means no number."""
    result = run("numbers", "release", " ")
    assert (result.exit_code, result.stderr) == (
        2,
        "numberwire: The number is empty. Give it as E.164, as an id, or by its name.\n",
    )
