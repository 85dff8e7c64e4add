"""Resources: an operation that is new in the spec is a method, with its checks, its policy and its words."""

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import jedi
import pytest
from msgspec import UNSET

from numberwire.errors import InvalidRequestError
from numberwire.options import Options
from numberwire.routing import AsyncRoutingClient, RoutingClient
from numberwire.signalwire import AsyncRestClient, RestClient, phone_numbers
from numberwire_api import CallOptions
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import HOST, ID, RECORD
from tests.shared import make_once

pytest.importorskip("openapi_python_client", reason="building needs the dependency group `generate`")

ROOT = Path(__file__).parents[2]
PATH = "/api/relay/rest/phone_numbers"
OPERATION = f"""\
paths:
  {PATH}/{{id}}/test_address:
    post:
      operationId: register_test_address
      x-method: register_address
      tags: [phone_numbers]
      summary: Register a test address.
      x-sources: [purchase-rest]
      parameters:
        - {{$ref: '#/components/parameters/PhoneNumberId'}}
        - {{name: language, in: query, schema: {{type: string}}, description: Language of the address.}}
      requestBody:
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/TestAddressRegistration'}}
      responses:
        '201':
          description: The address.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/TestAddress'}}}}}}
        '422': {{description: It can't be found.}}
"""
SCHEMAS = """\
  schemas:
    TestAddressRegistration:
      type: object
      required: [street]
      properties:
        street: {type: string, description: Street and number.}
        unit: {type: string}
        floors: {type: integer}
    TestAddress:
      type: object
      required: [id, street]
      properties: {id: {type: string}, street: {type: string}}
"""
TARGET = f"{PATH}/{ID}/test_address"


@pytest.fixture(scope="module")
def newer(tmp_path_factory):
    """What `new_operation.py` prints, run with the overrides and a package of the project's specs and one operation."""
    folder = make_once(tmp_path_factory, "new-operation", call_new_operation)
    return json.loads((folder / "printed.json").read_text(encoding="utf-8"))


def call_new_operation(root):
    """Generate the package below a folder, and leave there what `new_operation.py` prints."""
    for path in (*(ROOT / "spec").glob("*.yaml"), *(ROOT / "spec" / "sources").glob("*.yaml")):
        copied = root / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    spec = root / "spec" / "signalwire.yaml"
    text = spec.read_text(encoding="utf-8")
    assert (text.count("\npaths:\n"), text.count("\n  schemas:\n")) == (1, 1)
    text = text.replace("\npaths:\n", f"\n{OPERATION}").replace("\n  schemas:\n", f"\n{SCHEMAS}")
    spec.write_text(text, encoding="utf-8")
    from generator.codegen.pipeline import generate_project  # noqa: PLC0415 the group `generate` may be missing

    generate_project(root, None, lambda _: None)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root / "generated"), str(ROOT / "overrides")]),
    }
    command = [sys.executable, "-W", "error", Path(__file__).with_name("new_operation.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (root / "printed.json").write_text(done.stdout, encoding="utf-8")


KINDS = ["RestClient", "RestClient raw", "AsyncRestClient", "AsyncRestClient raw"]


@pytest.mark.parametrize("kind", KINDS)
def test_new_operation(newer, kind):
    """A new operation can be called, sync, async and raw: path parameters by place, all else by name, None unsent."""
    outcome = f"{'RawResponse' if 'raw' in kind else 'TestAddress'} TestAddress Main St 1"
    body = '{"street":"Main St 1","floors":2}'
    calls = newer["calls"][kind]
    assert calls["sent"] == [outcome, [f"POST {TARGET}?language=en {body}"]]
    assert calls["id by name"] == [outcome, [f'POST {TARGET} {{"street":"Main St 1"}}']]


IGNORED = "InvalidRequestError: register_address has no {0}, and the server would silently ignore it. {1}"
IGNORED += " To send it all the same: extra_body={{{0!r}: ...}}."
REFUSED = {
    "unknown": IGNORED.format("flors", "Did you mean floors?"),
    "unknown and None": IGNORED.format("flors", "Did you mean floors?"),
    "unknown without a like": IGNORED.format("zzz", "Allowed: language, street, unit, floors."),
    "wrong type": "InvalidRequestError: floors must be a whole number, not str.",
    "blank": "InvalidRequestError: street is blank: leave it out.",
    "empty": "InvalidRequestError: language is empty: leave it out.",
    "number for an id": "InvalidRequestError: '+12065550123' is a phone number, not an id: find(number) looks "
    "it up.",
    "no id": "InvalidRequestError: the id of a phone number must be a string or a UUID, not int: find(number) "
    "looks it up.",
}


@pytest.mark.parametrize("kind", KINDS)
def test_new_operation_is_checked(newer, kind):
    """What a new operation can't send is refused before anything is sent, with the words of the older ones."""
    calls = newer["calls"][kind]
    assert {name: calls[name] for name in REFUSED} == {name: [words, []] for name, words in REFUSED.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_new_post_is_sent_once(newer, kind):
    """A new operation follows its HTTP method: a POST whose answer is lost is not sent again."""
    outcome, asked = newer["calls"][kind]["lost"]
    assert (outcome.partition(":")[0], len(asked)) == ("APIConnectionError", 1)


OPTIONS = ", ".join(
    f"{name}: '{kind.__forward_arg__}' = None" for name, kind in CallOptions.__annotations__.items()
)


def test_new_operation_is_described(newer):
    """Its signature and its docstring show every parameter, what is returned and the pages; a mock of it stays."""
    assert newer["signature"] == (
        "(id: 'UUID | str', *, language: 'str | None' = None, street: 'str | None' = None, "
        "unit: 'str | None' = None, floors: 'int | None' = None, "
        f"{OPTIONS}) -> 'models.TestAddress'"
    )
    assert newer["doc"].splitlines() == [
        "Register a test address.",
        "",
        "Args:",
        "    id: Id (UUID) of a phone number of the project.",
        "    language: Language of the address.",
        "    street: Street and number.",
        "    unit: As the API takes it.",
        "    floors: As the API takes it.",
        "    options: Options of this call, such as its timeout; see `CallOptions`.",
        "",
        "Returns:",
        "    The address.",
        "",
        "Raises:",
        "    Exception: What sending the request raises. Documented error statuses: 422.",
        "",
        'Documentation: page "Purchase a Phone Number".',
    ]
    assert newer["mocked"] == "mocked"


METHODS = [
    (kind, name)
    for kind in phone_numbers.__all__
    for name in dir(getattr(phone_numbers, kind))
    if not name.startswith("_")
]


@pytest.mark.parametrize(("kind", "name"), METHODS)
def test_every_keyword_shows(kind, name):
    """Every method shows each of its parameters, to `inspect` and so to help() and IPython; none hides behind **."""
    method = getattr(getattr(phone_numbers, kind), name)
    kinds = {one.kind for one in inspect.signature(method).parameters.values()}
    assert kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("method", [RestClient, AsyncRestClient, RoutingClient, RestClient.with_options])
def test_every_option_shows(method):
    """So do a client and `with_options` show each option, a client with its default."""
    parameters = inspect.signature(method).parameters
    assert {*Options.__struct_fields__} <= parameters.keys()
    assert inspect.Parameter.VAR_KEYWORD not in {one.kind for one in parameters.values()}
    assert parameters["timeout"].default in (Options().timeout, UNSET)


def test_keywords_of_a_derived_client():
    """A class of a caller's own that takes something else shows that."""

    class Mine(RestClient):
        def __init__(self, **credentials):
            super().__init__(**credentials)

    assert str(inspect.signature(Mine)) == "(**credentials)"


FACES = """
from numberwire.routing import AsyncRoutingClient, RoutingClient
from numberwire.signalwire import AsyncRestClient, RestClient
rest, routing = RestClient(), RoutingClient("key", "https://api.example.com")
async_rest, async_routing = AsyncRestClient(), AsyncRoutingClient("key", "https://api.example.com")
"""
CLIENTS = {
    "rest": RestClient("project", "token", HOST),
    "async_rest": AsyncRestClient("project", "token", HOST),
    "routing": RoutingClient("key", f"https://{HOST}"),
    "async_routing": AsyncRoutingClient("key", f"https://{HOST}"),
}


def public_calls(path, place):
    """Where each method of a client, of what it holds and of its raw calls is, and the method."""
    for name in dir(place):
        if not name.startswith("_") and name not in {"definition", "options", "interruption"}:
            value = getattr(place, name)
            if inspect.isroutine(value):
                yield f"{path}.{name}", value
            elif not isinstance(value, str | bool):
                yield from public_calls(f"{path}.{name}", value)


CALLS = [
    *((kind.__name__, kind) for kind in (RestClient, AsyncRestClient, RoutingClient, AsyncRoutingClient)),
    *(call for name, client in CLIENTS.items() for call in public_calls(name, client)),
]


@pytest.mark.parametrize(("path", "method"), CALLS, ids=[path for path, _ in CALLS])
def test_every_keyword_is_in_the_source(path, method):
    """An editor that only reads the source shows each keyword that `inspect` shows of the living method."""
    signatures = jedi.Script(f"{FACES}{path}(").get_signatures()
    assert signatures
    for signature in signatures:
        # Of a decorated method it may show `self`.
        shown = [parameter.to_string() for parameter in signature.params if parameter.name != "self"]
        names = [text.partition(":")[0].partition("=")[0] for text in shown]
        assert [name for name in names if name.startswith("*")] == []
        assert {*names} == {*inspect.signature(method).parameters}


@pytest.mark.parametrize("name", ["get", "list", "purchase", "release", "search", "update"])
def test_unknown_keyword(kind, name):
    """Every method refuses a keyword that it hasn't, raw or not, before anything is sent."""
    server = Script(said(RECORD))
    arguments = (ID,) if name in ("get", "update", "release") else ()
    for client in (kind.rest(server), kind.rest(server).with_raw_response):
        method = getattr(client.phone_numbers, name)
        with pytest.raises(
            InvalidRequestError, match=f"{name} has no area_codes, and the server would silently ignore"
        ):
            kind.drive(client, lambda _, method=method: method(*arguments, area_codes="x"))
    assert server.asked == []


def test_merged_doc():
    """An override's docstring has its own words and the generated ones on every argument."""
    doc = inspect.getdoc(phone_numbers.PhoneNumbers.update)
    assert doc.startswith("Change what a number does; a field left out")
    parameters = inspect.signature(phone_numbers.PhoneNumbers.update).parameters
    for name in parameters.keys() - CallOptions.__annotations__.keys() | {"options"}:
        assert name == "self" or f"\n    {name}: " in doc
    assert doc.index("\nArgs:\n") < doc.index("\nReturns:\n") < doc.index("\nWarns:\n")


def test_subclass(kind):
    """A class derived from a resource keeps its methods as they are, and may have its own."""

    class Mine(type(kind.rest().phone_numbers)):
        def twice(self, *, text):
            return text * 2

    client = kind.rest(Script(said(RECORD)))
    mine = Mine(client)
    assert mine.twice(text="ab") == "abab"
    assert Mine.get is type(client.phone_numbers).get
    assert kind.drive(client, lambda _: mine.get(ID)).id == ID


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("create", "purchase(number)"),
        ("delete", "release(id)"),
        ("retrieve", "get(id)"),
        ("set_swml_webhook", "update(id, call=handlers.call.RelayScript(url))"),
        ("upate", "update"),
    ],
)
@pytest.mark.parametrize("raw", [False, True], ids=["plain", "raw"])
def test_names_of_other_clients(kind, raw, name, here):
    """A method by the name that another client has for it is not there, and the error says what it is called here."""
    client = kind.rest(Script(said(RECORD)))
    numbers = (client.with_raw_response if raw else client).phone_numbers
    with pytest.raises(AttributeError) as caught:
        getattr(numbers, name)
    assert str(caught.value) == f"{type(numbers).__name__} has no {name}. Did you mean {here}?"
    assert not hasattr(numbers, "zzz")
