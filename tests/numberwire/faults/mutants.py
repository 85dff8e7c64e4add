"""The mistakes that the battery must notice, each as an edit of the client and the cases that turn red."""

from dataclasses import dataclass

__all__ = ["MUTANTS", "Edit", "Mutant"]

BATTERY = "test_battery.py"
_CORE, _SETTLING, _DOOR = (
    "overrides/numberwire",
    "overrides/numberwire/signalwire/settling.py",
    "overrides/numberwire/door.py",
)
_TEXT, _ANSWER, _EXCHANGE = "generated/numberwire_api/_text.py", f"{_CORE}/answer.py", f"{_CORE}/exchange.py"
_CONNECTION, _RETRY, _WALK = f"{_CORE}/connection.py", f"{_CORE}/retry.py", f"{_CORE}/walk.py"


@dataclass(frozen=True)
class Edit:
    """A text of a file, which occurs there once, and what takes its place."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A mistake.

    Attributes:
        name: What is wrong.
        edits: How it is made.
        tests: The module of tests that must notice.
        cases: Which of its tests, as pytest's ``-k``.
    """

    name: str
    edits: tuple[Edit, ...]
    tests: str
    cases: str


def _followed(call: str) -> str:
    """A door that follows redirects."""
    return (
        f"answer = {call}(self._wire(attempt))\n"
        '            while answer.is_redirect or (answer.status_code in (300, 305) and "location" in answer.headers):\n'
        '                place = httpx2.URL(self._base_url + attempt.request.target).join(answer.headers["location"])\n'
        f'                answer = {call}(httpx2.Request("GET", place))\n'
    )


MUTANTS = (
    Mutant(
        "a purchase is repeated",
        (
            Edit(
                _SETTLING,
                "Policy(uncertain=False, settle=_settle_purchase, fresh=True, costly=True)",
                "Policy()",
            ),
        ),
        BATTERY,
        "purchase and found",
    ),
    Mutant(
        "any POST is repeated",
        (Edit(_RETRY, "return REPEAT if method in _REPEATABLE else ONCE", "return REPEAT"),),
        "test_policy.py",
        "unknown",
    ),
    Mutant(
        "paths are joined raw",
        (
            Edit(_TEXT, 'if plain in ("", ".", "..") or _REFUSED.search(plain):', "if False:"),
            Edit(_TEXT, 'return quote(plain, safe="")', "return plain"),
        ),
        "test_laws.py",
        "test_any_id or test_refused_ids",
    ),
    Mutant(
        "redirects are followed",
        (
            Edit(
                _DOOR,
                "answer = transport.handle_request(self._wire(attempt))\n",
                _followed("transport.handle_request"),
            ),
            Edit(
                _DOOR,
                "answer = await transport.handle_async_request(self._wire(attempt))\n",
                _followed("await transport.handle_async_request"),
            ),
        ),
        BATTERY,
        "redirect",
    ),
    Mutant(
        "a body has no limit",
        (Edit(f"{_CORE}/body.py", "LIMIT = 16 * 1024 * 1024", "LIMIT = 1 << 50"),),
        BATTERY,
        "coding",
    ),
    Mutant(
        "reads have a limit, and reading has none",
        (
            Edit(
                _CONNECTION,
                "    attempt = ATTEMPT.get()\n    if attempt is None:\n        return timeout\n",
                "    return timeout\n",
            ),
        ),
        BATTERY,
        "drip and not once",
    ),
    Mutant(
        "what is left over answers the next call",
        (Edit(_CONNECTION, "(waiting or self._left_over or attempt.fresh)", "attempt.fresh"),),
        BATTERY,
        "left-behind",
    ),
    Mutant(
        "a purchase goes out on a used connection",
        (Edit(_CONNECTION, "(waiting or self._left_over or attempt.fresh)", "(waiting or self._left_over)"),),
        BATTERY,
        "beside or over-pages",
    ),
    Mutant(
        "a longer number is taken for the one bought",
        (Edit(_SETTLING, "if found.number == number:", "if number in found.number:"),),
        BATTERY,
        "look-up",
    ),
    Mutant(
        "an old number is taken for the one bought",
        (
            Edit(
                _SETTLING,
                "    created = found.created_at\n",
                "    return True\n    created = found.created_at\n",
            ),
        ),
        BATTERY,
        "look-up",
    ),
    Mutant(
        "a release is repeated unasked",
        (Edit(_SETTLING, "yield phone_numbers.retrieve_phone_number(number_id)", "yield 0.0"),),
        BATTERY,
        "release",
    ),
    Mutant(
        "an answer about another thing is taken",
        (
            Edit(
                _ANSWER,
                "if answered is not None and str(answered).casefold() != str(value).casefold():",
                "if False:",
            ),
        ),
        BATTERY,
        "another",
    ),
    Mutant(
        "an error inside a 2xx is taken for an answer",
        (
            Edit(
                _ANSWER,
                "    _refuse_undecodable(response)\n    if complaint := definition.complaint(response.content):",
                "    _refuse_undecodable(response)\n    if complaint := None:",
            ),
        ),
        BATTERY,
        "200",
    ),
    Mutant(
        "a key may come twice",
        (Edit(_ANSWER, "        if key in seen:\n", "        if False:\n"),),
        BATTERY,
        "twice",
    ),
    Mutant(
        "a next page is asked for anywhere",
        (Edit(_WALK, "elsewhere = _place(there) != _place(here)", "elsewhere = False"),),
        BATTERY,
        "next-is",
    ),
    Mutant(
        "a listing may go round",
        (
            Edit(
                _WALK,
                '        if why is not None:\n            raise self._ended(f"it makes',
                '        if False:\n            raise self._ended(f"it makes',
            ),
        ),
        BATTERY,
        "goes-round",
    ),
    Mutant(
        "retries are free",
        (Edit(_RETRY, "if self._tokens < self.COST:", "if False:"),),
        "test_load.py",
        "storm",
    ),
    Mutant(
        "each attempt has its own deadline",
        (
            Edit(
                _EXCHANGE,
                "min(self.deadline, now + self.exchange.options.timeout)",
                "now + self.exchange.options.timeout",
            ),
        ),
        "test_retries.py",
        "test_deadline",
    ),
    Mutant(
        "secrets are not masked",
        (
            Edit(
                f"{_CORE}/credential.py",
                "    def redact(text: str) -> str:\n        for form in kept:",
                "    def redact(text: str) -> str:\n        return text\n        for form in kept:",
            ),
        ),
        BATTERY,
        "secret",
    ),
    Mutant(
        "a filter may be anything",
        (
            Edit(
                f"{_CORE}/signalwire/calls.py",
                "    require_types(filters, phone_numbers.ListPhoneNumbersQuery)\n",
                "",
            ),
        ),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "an empty filter lists everything",
        (Edit(f"{_CORE}/signalwire/calls.py", "    require_filled(filters,", "    require_filled({},"),),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "any text is a cursor",
        (Edit(f"{_CORE}/signalwire/calls.py", '(dict(query).get("page_token") or is_first)', "query"),),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "a mock set on a resource is lost",
        (
            Edit(
                f"{_CORE}/client.py",
                "    @property\n    def options(self)",
                "    def __getattribute__(self, name: str) -> Any:\n"
                '        if name == "phone_numbers":\n'
                "            self._add_resources()\n"
                "        return super().__getattribute__(name)\n\n"
                "    @property\n    def options(self)",
            ),
        ),
        "../test_client.py",
        "test_one_resource",
    ),
    Mutant(
        "an empty argument takes the environment's account",
        (
            Edit(
                f"{_CORE}/signalwire/client.py",
                "        value = given[name]\n",
                "        value = given[name] or None\n",
            ),
        ),
        "../signalwire/test_signalwire_client.py",
        "test_empty",
    ),
)
