"""The files of a fleet: what they say, and each mistake with its line and how to mend it."""

import pytest

from numberwire.fleet._document import FleetError, Mistake, Source, escape, fill_in
from numberwire.fleet._reading import read_fleet
from numberwire.routing._fleet import RoutingApi
from numberwire.signalwire._fleet import SignalWireApi
from numberwire.signalwire.handlers._kind import CALL_CLASSES

APIS = {api.name: api for api in (SignalWireApi(), RoutingApi())}
HEAD = "version: 1\naccount: {api: signalwire, space: acme.example, project: p}\n"
CALL_HANDLERS = [*CALL_CLASSES]
ONE, TWO = "+15035551763", "+12065557234"


def read(text, name="fleet.yaml"):
    """What one file says."""
    return read_fleet([Source(name, text)], APIS)


def mistakes(text, name="fleet.yaml"):
    """The mistakes of one file: line and message."""
    with pytest.raises(FleetError) as raised:
        read(text, name)
    return [(mistake.line, mistake.message) for mistake in raised.value.mistakes]


def test_numbers_keep_their_plus_sign():
    """A number without quotes is no integer, and a text that YAML takes for a truth value stays a text."""
    fleet = read(f"{HEAD}numbers:\n  {ONE}: {{name: yes}}\n  '{TWO}': {{name: 1.50}}\n")
    assert {number: config.fields for number, config in fleet.configs.items()} == {
        ONE: {"name": "yes"},
        TWO: {"name": "1.50"},
    }


def test_profile_and_own_fields():
    """A number has its profile's fields, its own ones in place of them, and placeholders filled in."""
    fleet = read(
        f"""{HEAD}profiles:
  support:
    name: "Support {{last4}}"
    call: {{handler: laml_webhooks, request_url: "https://a.example/{{digits}}", request_method: POST}}
    message: null
numbers:
  {ONE}: {{profile: support, owner: ops, protect: true, note: hello}}
  {TWO}: {{profile: support, call: null}}
"""
    )
    one, two = fleet.configs.values()
    assert one.fields == {
        "name": "Support 1763",
        "call": {"handler": "laml_webhooks", "request_url": "https://a.example/15035551763"},
        "message": None,
    }
    assert (one.place, one.owner, one.is_protected, one.profile) == ("fleet.yaml:9", "ops", True, "support")
    assert two.fields == {"name": "Support 7234", "call": None, "message": None}


def test_mistakes_are_named_with_their_lines():
    """All mistakes of a file are named at once, each in its line with what to do."""
    assert mistakes(
        f"""version: 1
account: {{api: signalwire, space: acme.example}}
limits: {{updates: many, buys: -1, relases: 2, releases: 1000000000001}}
unlisted: release
profiles:
  a: {{call: {{handler: laml_webhook, request_url: https://a.example}}}}
  b: {{nam: x}}
numbers:
  15035551763: {{}}
  {ONE}: {{profile: c}}
  {TWO}: {{release: true, protect: true}}
  +12065557235: {{call: {{handler: laml_webhooks}}}}
  +12065557236: {{call: {{handler: relay_topic, request_url: https://a.example}}}}
  +12065557237: {{name: "x {{y}}"}}
  +12065557238: {{call: {{handler: wandering}}}}
  +12065557239: {{call: relay_topic}}
  +12065557241: {{id: abc}}
  +12065557242: {{protect: maybe}}
  {ONE}: {{}}
"""
    ) == [
        (2, "account lacks project"),
        (3, "'many' is not a limit: give a count such as 40, or a percentage such as 45%"),
        (3, "buys must be a count, not -1"),
        (3, "relases is not a limit. Did you mean releases?"),
        (3, "releases is too large: 1000000000001"),
        (4, "unlisted must be report or refuse or ignore, not release"),
        (6, "laml_webhook is not a handler. Did you mean laml_webhooks?"),
        (7, "nam is not a field of a number. Did you mean name?"),
        (9, "15035551763 is not a number in E.164 format: write +15035551763"),
        (10, "the file has no profile c. Allowed: a, b"),
        (11, f"{TWO} can't be both released and protected"),
        (12, "call handler laml_webhooks needs request_url"),
        (
            13,
            (
                "request_url is not a parameter of relay_topic. Allowed: relay_topic, "
                "relay_topic_status_callback_url; call handler relay_topic needs relay_topic"
            ),
        ),
        (
            14,
            (
                "{y} is not a placeholder. Allowed: {number}, {digits} and {last4}. "
                "Write a literal brace twice"
            ),
        ),
        (15, f"wandering is not a handler. Allowed: {', '.join(sorted(CALL_HANDLERS))}"),
        (16, "call must be null or a handler: {handler: NAME, PARAMETER: VALUE}"),
        (17, "+12065557241 is identified by its number: leave its id out"),
        (18, "protect must be true or false, not maybe"),
        (19, f"{ONE} is also in line 10"),
    ]


def test_the_clients_rules_hold():
    """What the client would refuse before sending is refused in the file."""
    call = "{handler: laml_webhooks, request_url: ftp://a.example}"
    ((line, message),) = mistakes(f"{HEAD}numbers:\n  {ONE}: {{call: {call}}}\n")
    assert (line, message.startswith("call_request_url is 'ftp://a.example'")) == (4, True)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty; it must begin with version: 1"),
        ("# list\n- a", 2, "the file must be a mapping, which begins with version: 1"),
        (
            "version: 1\nnumbers:\n  a: {name: \x00}",
            3,
            "this is not valid YAML: control characters are not allowed",
        ),
        (
            "version: 1\nnumbers: {<<: {}}",
            2,
            "<< is not supported; to give several numbers the same settings, use a profile",
        ),
        ("version: 2\nnumbers: {}", 1, "version must be 1, not 2"),
        ("numbers: {}", 1, "version must be 1"),
        ("version: 1\nnumbres: {}", 2, "numbres is not a section. Did you mean numbers?"),
        ("version: 1\nnumbers: [a]", 2, "numbers must be a mapping: KEY: VALUE"),
        (
            "version: 1\na: {",
            3,
            "this is not valid YAML: while parsing a flow node, did not find expected node content",
        ),
        (
            "version: 1\nnumbers: {[a]: b}",
            2,
            "a key must be a string; to give several numbers the same settings, use a profile",
        ),
        (
            "version: 1",
            1,
            "account is missing: name the account that owns these numbers, as account: {space: HOST, project: ID}",
        ),
        ("version: 1\naccount: {api: twilio}", 2, "api is twilio: it must be signalwire or routing"),
    ],
)
def test_what_is_no_fleet(text, line, message):
    """What is no fleet file is said in a sentence."""
    assert (line, message) in mistakes(text)


def test_several_files_are_one_fleet():
    """Files are read together; a number in two of them is a mistake that names both places."""
    first = Source("a.yaml", f"{HEAD}profiles: {{p: {{name: P}}}}\nnumbers: {{{ONE}: {{}}}}")
    second = Source("b.csv", f"number,profile\n{TWO},p\n")
    assert list(read_fleet([first, second], APIS).configs) == [ONE, TWO]
    with pytest.raises(FleetError) as raised:
        read_fleet([first, Source("b.csv", f"number\n{ONE}\n")], APIS)
    assert raised.value.mistakes == (Mistake("b.csv", 2, f"number {ONE} is also in a.yaml:4"),)


def test_csv():
    """A cell that is empty says nothing; none says that there is nothing; a lost plus sign is put back."""
    fleet = read(
        "number,name,receive_mode,call.handler,call.request_url,message.handler,protect\n"
        "15035551763,'=A,fax,laml_webhooks,https://a.example,none,true\n"
        f"{TWO},,,,,,\n",
        "fleet.csv",
    )
    one, two = fleet.configs.values()
    assert one.fields == {
        "name": "=A",
        "receive_mode": "fax",
        "call": {"handler": "laml_webhooks", "request_url": "https://a.example"},
        "message": None,
    }
    assert (one.number, one.is_protected, two.fields) == (ONE, True, {})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_line_ends(end):
    """Rows end as any system ends them, and a cell keeps the line ends that it has."""
    fleet = read(end.join(["number,name", f'{ONE},"A\nB\r\nC"', f"{TWO},D", ""]), "fleet.csv")
    assert [config.fields["name"] for config in fleet.configs.values()] == ["A\nB\r\nC", "D"]


def test_csv_columns_as_people_write_them():
    """Spaces and capitals in the first line don't matter."""
    assert read(f" Number, NAME ,Call.Handler\n{ONE},A,none\n", "fleet.csv").configs[ONE].fields == {
        "name": "A",
        "call": None,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("number,name,Name\n+15035551763,A,B\n", "the column name is there twice"),
        (
            "number;name\n+15035551763;A\n",
            "number among them; its columns are separated by semicolons: use commas",
        ),
        (
            "number\tname\n+15035551763\tA\n",
            "number among them; its columns are separated by tabs: use commas",
        ),
        ("+15035551763,A\n", "the first line must name the columns, number among them"),
        ("", "the first line must name the columns, number among them"),
    ],
)
def test_csv_without_its_columns(text, message):
    """A first line that can't be right says why, whatever separates its columns."""
    ((line, words),) = mistakes(text, "fleet.csv")
    assert (line, words.endswith(message)) == (1, True)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1.50356E+10", "a spreadsheet has rounded this number (1.50356E+10): "),
        ("1.5E10", "a spreadsheet has rounded this number (1.5E10): "),
        ("5035551763", "5035551763 is not a number in E.164 format: write its country code with a plus sign"),
        ("", "the row has no number"),
    ],
)
def test_csv_never_guesses_a_number(cell, message):
    """A number that a spreadsheet rounded, or without its country code, is refused."""
    ((line, text),) = mistakes(f"number,name\n{cell},x\n", "fleet.csv")
    assert (line, text.startswith(message)) == (2, True)


@pytest.mark.parametrize(
    "value", ["{", "a}b", "{{x}}", "{last4}", {"handler": "x", "y": "{number}"}, None, ""]
)
def test_escaped_values_are_what_they_were(value):
    """What is written to a file with its braces escaped is read as it was."""
    assert fill_in(escape(value), ONE) == value


def test_routing_needs_ids():
    """A number of an API that can't list has to say its id, and can't be released."""
    head = "version: 1\naccount: {api: routing, base_url: https://r.example}\nnumbers:\n"
    number_id = "11111111-2222-3333-4444-555555555555"
    fleet = read(f"{head}  {ONE}: {{id: {number_id}, label: A, inbound_url: https://a.example}}\n")
    assert fleet.configs[ONE].id == number_id
    assert mistakes(f"{head}  {ONE}: {{label: A}}\n") == [
        (4, f"{ONE} needs its id: the API routing has no look-up by number")
    ]
    ((_, no_id),) = mistakes(f"{head}  {ONE}: {{id: {number_id}, campaign_id: abc}}\n")
    assert no_id.startswith("campaign_id is 'abc': it must be the id of a campaign, a UUID")
    ((_, plain),) = mistakes(f"{head}  {ONE}: {{id: {number_id}, inbound_url: http://a.example}}\n")
    assert plain.startswith("inbound_url is 'http://a.example'")
    ((_, cleared),) = mistakes(f"{head}  {ONE}: {{id: {number_id}, campaign_id: null}}\n")
    assert cleared.startswith("campaign_id can't be cleared")
    assert mistakes(f"{head}  {ONE}: {{id: {number_id}, release: true}}\n") == [
        (4, f"{ONE} can't be released: the API routing does not offer it")
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{HEAD}numbers: {'[' * 200_000}{']' * 200_000}\n", 3, "it is nested too deeply"),
        (f"{HEAD}numbers: {'{a: ' * 200_000}{'}' * 200_000}\n", 3, "it is nested too deeply"),
        (f"{HEAD}numbers:\n{'- ' * 200_000}\n", 4, "it is nested too deeply"),
        (f"{HEAD}numbers:\n\t{ONE}: {{}}\n", 4, "the line is indented by a tab: use spaces"),
        (f"{HEAD}numbers:\n  {ONE}:\n  \tname: A\n", 5, "the line is indented by a tab: use spaces"),
        (f"{HEAD}---\nversion: 1\n", 3, "expected a single document in the stream, found another document"),
    ],
)
def test_files_that_are_no_yaml(text, line, words):
    """What the parser complains of is said with its line; a file that is nested without end is no exception."""
    assert mistakes(text) == [(line, f"this is not valid YAML: {words}")]


@pytest.mark.parametrize("handler", ["{}", "{handler: }", "{handler: ''}", "{handler: null}"])
def test_handlers_that_are_empty(handler):
    """Half a handler takes none away: what says that there is none is null."""
    words = "call must be null or a handler: {handler: NAME, PARAMETER: VALUE}"
    assert mistakes(f"{HEAD}numbers:\n  {ONE}: {{call: {handler}}}\n") == [(4, words)]
    assert mistakes(f"{HEAD}profiles:\n  a: {{call: {handler}}}\n") == [(4, words)]


def test_null_is_said_as_the_file_says_it():
    """What is null where a value is needed is called null."""
    text = f"{HEAD}unlisted: null\nlimits: {{buys: null, monthly: }}\n"
    assert [message.rpartition(", ")[2] for _, message in mistakes(text)] == ["not null"] * 3


def test_cells_that_say_that_there_is_nothing():
    """In CSV an empty cell says nothing, and a field that is to be empty is said by a word that is no name."""
    fleet = read(f"number,name,call.handler\n{ONE},{{none}},none\n{TWO},,\n", "fleet.csv")
    assert [config.fields for config in fleet.configs.values()] == [{"name": None, "call": None}, {}]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("15035551763.0", "+15035551763"),
        ("1503_555_1763", "+15035551763"),
        ("+1 (503) 555-1763", "+15035551763"),
        ('="+15035551763"', "+15035551763"),
        ("+44 (0)20 7946 0000", None),
        ("+1 503 555 1763 x42", None),
        ("1503555.1763e4", None),
    ],
)
def test_no_other_number_is_suggested(text, hint):
    """What a number may have been is said only where it can have been no other: it may be bought as it is said."""
    words = f"write {hint}" if hint else "write its country code with a plus sign, such as +15035551763"
    assert mistakes(f"{HEAD}numbers:\n  '{text}': {{}}\n") == [
        (4, f"{text} is not a number in E.164 format: {words}")
    ]
