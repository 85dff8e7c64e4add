"""One table of checks: what each refuses, in which words, what it lets pass, and that it can be switched off."""

import pytest

from numberwire._checks import ADVICES, ANY_API
from numberwire.errors import InvalidRequestError
from numberwire.signalwire import handlers
from numberwire.signalwire.checks import CHECKS
from numberwire_api.signalwire import PhoneNumberUpdate, phone_numbers
from tests.numberwire.servers import Script, said
from tests.numberwire.signalwire.check_table import PASSED, REFUSED
from tests.numberwire.subjects import ID, RECORD

REST, BUYING = "Phone Numbers, REST API reference", "Purchase a Phone Number"
PAGES = {"e164": BUYING}
CASES = [(check, given, message) for check, cases in REFUSED.items() for given, message in cases]


def ask(kind, client, check, given):
    """Make the call that a check is about."""
    if check == "e164":
        return kind.drive(client, lambda one: one.phone_numbers.purchase(given))
    if check.startswith("search-") or check == "max-results":
        return kind.drive(client, lambda one: one.phone_numbers.search(**given))
    return kind.drive(client, lambda one: one.phone_numbers.update(ID, **given))


def answer(check, given):
    """A server that takes whatever it is asked."""
    if check == "e164":
        return Script(said({"id": ID, "number": given}))
    return Script(said({**RECORD, "data": []}))


def test_whole_table():
    """Each check of SignalWire's own has its rows here; those that any API may have are tested with the core."""
    names = {check.name for checks in CHECKS.values() for check in checks}
    assert set(REFUSED) == set(PASSED)
    assert names - ANY_API.keys() - ADVICES.keys() <= set(REFUSED) <= names


@pytest.mark.parametrize(("check", "given", "message"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_refused(kind, check, given, message):
    """What breaks a rule is refused before anything is sent, with the rule, its page and how to overrule it."""
    server = answer(check, given)
    with pytest.raises(InvalidRequestError) as caught:
        ask(kind, kind.rest(server), check, given)
    assert str(caught.value) == (
        f"{message} (page {PAGES.get(check, REST)!r}). "
        f"(Nothing was sent. To skip this check: client.with_options(checks={{{check!r}: False}}).)"
    )
    assert (caught.value.check, server.asked) == (check, [])


@pytest.mark.parametrize(("check", "given", "message"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_switched_off(kind, check, given, message):
    """A caller who knows better can switch the check off by its name, and it alone."""
    server = answer(check, given)
    ask(kind, kind.rest(server).with_options(checks={check: False, "deprecated": False}), check, given)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("check", "given"), [(check, given) for check, cases in PASSED.items() for given in cases], ids=str
)
def test_passed(kind, check, given):
    """What keeps the rule is sent."""
    server = answer(check, given)
    ask(kind, kind.rest(server), check, given)
    assert len(server.asked) == 1


def test_generated_layer(kind):
    """The checks hold for an operation of the generated layer as well."""
    operation = phone_numbers.update_phone_number(ID, PhoneNumberUpdate(call_request_url="x"))
    with pytest.raises(InvalidRequestError) as caught:
        kind.drive(kind.rest(Script(said(RECORD))), lambda one: one.send(operation))
    assert caught.value.check == "url"


def test_handlers_as_values(kind):
    """A handler as a value keeps the rules of handlers by itself, and the others hold for it."""
    client = kind.rest(Script(said(RECORD)))
    with pytest.raises(InvalidRequestError) as caught:
        kind.drive(
            client, lambda one: one.phone_numbers.update(ID, call=handlers.call.LamlWebhooks("example.com"))
        )
    assert caught.value.check == "url"
