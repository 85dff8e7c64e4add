"""A client that is generated from a document: credentials, pages and answers over a server of this machine."""

import asyncio
import base64
import importlib
import inspect
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import jedi
import pytest

from generator.cli import main
from generator.codegen.client_file import note_unsendable
from generator.codegen.omissions import Omissions
from generator.openapi.document import Document
from numberwire.client import CallOptions, Hooks, Response
from numberwire.errors import (
    APIResponseValidationError,
    InternalServerError,
    InvalidRequestError,
    ListingError,
    NotFoundError,
)
from tests.shared import make_once

ROOT = Path(__file__).parents[3]
DOCUMENT = """\
openapi: 3.1.0
info: {title: Depot, version: "1"}
servers: [{url: "https://{region}.depot.example.com/v1", variables: {region: {default: eu}}}]
security: [{token: []}]
paths:
  /parcels:
    get:
      operationId: list_parcels
      tags: [parcels]
      parameters:
        - {name: state, in: query, schema: {type: array, items: {type: string}}}
        - {name: cursor, in: query, schema: {type: string}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Parcels"}}}}
  /parcels/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: get_parcel
      tags: [parcels]
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Parcel"}}}}
        "204": {description: It has left.}
    post:
      operationId: move_parcel
      tags: [parcels]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [to], properties: {to: {type: string}}}}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Parcel"}}}}
    delete:
      operationId: delete_parcel
      tags: [parcels]
      responses: {"204": {description: ""}}
  /status:
    get:
      operationId: get_status
      tags: [depots]
      security: []
      responses: {"200": {description: "", content: {application/json: {schema: {type: object}}}}}
  /archive:
    servers: [{url: "https://{kind}.example.com/v0", variables: {kind: {default: archive}}}]
    get:
      operationId: list_archive
      tags: [depots]
      security: [{certificate: [], login: []}, {X-Tenant: [], session: []}, {}]
      x-paging: {next: links.following, records: boxes}
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: object
                properties:
                  links: {type: object, properties: {following: {type: string}}}
                  notes: {type: array, items: {type: string}}
                  boxes: {type: array, items: {type: string}}
  /gates:
    get:
      operationId: open_gate
      tags: [gates]
      security: [{digest: [], X-Tenant: []}, {session: []}]
      responses: {"200": {description: "", content: {application/json: {schema: {type: object}}}}}
    put:
      operationId: close_gate
      tags: [gates]
      security: [{digest: []}, {nobody: [], certificate: []}]
      responses: {"200": {description: "", content: {application/json: {schema: {type: object}}}}}
  /depots/{city}/shelves:
    get:
      operationId: list_shelves
      tags: [send]
      parameters: [{name: city, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Shelves"}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    apiKey: {type: apiKey, in: query, name: api_key}
    X-Tenant: {type: apiKey, in: header, name: X-Tenant}
    session: {type: apiKey, in: cookie, name: sid}
    login: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {}}
    certificate: {type: mutualTLS}
    digest: {type: http, scheme: digest}
  schemas:
    Parcel:
      type: object
      required: [id]
      properties: {id: {type: integer}, errors: {type: array, items: {type: string}}}
    Parcels:
      type: object
      required: [items]
      properties:
        items: {type: array, items: {$ref: "#/components/schemas/Parcel"}}
        meta: {type: object, properties: {next_cursor: {type: [string, "null"]}}}
    Shelves:
      type: object
      required: [shelves]
      properties:
        shelves: {type: array, items: {type: string}}
        next: {type: string}
"""
ADDRESS = "https://depot.example.com"
SECRET = "s3cret/&=key"


class Depot(BaseHTTPRequestHandler):
    """The API of the document, in small."""

    asked: list[tuple[str, dict[str, str]]]

    def answer(self):
        """Answer any request."""
        self.asked.append((f"{self.command} {self.path}", {k.lower(): v for k, v in self.headers.items()}))
        self.rfile.read(int(self.headers.get("content-length", 0)))
        status, value = reply(self.command, self.path)
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 as the server calls them
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments):
        """Say nothing."""


def reply(method, target):
    """Return the status and the value that the API answers with."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    if parts.path == "/parcels":
        following = {None: "b+/=", "b+/=": "c", "c": None}[query.get("cursor")]
        return 200, {"items": [{"id": len(query.get("cursor", ""))}], "meta": {"next_cursor": following}}
    if parts.path == "/depots/rome/shelves":
        page = int(query.get("page", 1))
        return 200, {
            "shelves": [str(page)],
            **({"next": f"{parts.path}?page={page + 1}"} if page < 3 else {}),
        }
    if parts.path == "/depots/pisa/shelves":
        return 200, {"shelves": [], "next": parts.path}
    if parts.path == "/depots/bari/shelves":
        return 200, {"shelves": ["a"], "next": "https://elsewhere.example.com/depots/bari/shelves?page=2"}
    if method == "DELETE" or parts.path == "/parcels/2":
        return 204, None
    answers = {"/parcels/1": {"id": 7, "errors": ["late"]}, "/parcels/3": {"id": "three"}}
    return (200, answers[parts.path]) if parts.path in answers else (404, {"error": "no parcel"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder with the package."""
    return make_once(tmp_path_factory, "depot", generate)


def generate(folder):
    """Write the document into a folder, and generate the package."""
    (folder / "depot.yaml").write_text(DOCUMENT, encoding="utf-8")
    assert main(["generate", "--spec", f"{folder / 'depot.yaml'}", "--out", f"{folder}", "--client"]) == 0


@pytest.fixture
def depot(folder, monkeypatch):
    """The package, imported."""
    monkeypatch.syspath_prepend(folder)
    return importlib.import_module("depot.client")


@pytest.fixture
def server():
    """A server of the API: its address, and what it was asked."""
    asked = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Depot,), {"asked": asked}))
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()
    thread.join()


def test_calls(depot, server):
    """A call goes out with its credential, and its answer is typed by its status; an id that differs is data."""
    address, asked = server
    with depot.DepotClient(address, token="t0ken", timeout=20, trust_env=False) as client:
        parcel = client.parcels.get_parcel(1)
        assert (type(parcel).__name__, parcel.id, parcel.errors) == ("Parcel", 7, ("late",))
        assert client.parcels.get_parcel(2) is None
        assert client.parcels.delete_parcel(1) is None
        with pytest.raises(NotFoundError, match="no parcel"):
            client.parcels.get_parcel(4)
        with pytest.raises(APIResponseValidationError):
            client.parcels.get_parcel(3)
    assert [target for target, _ in asked] == [
        "GET /parcels/1",
        "GET /parcels/2",
        "DELETE /parcels/1",
        "GET /parcels/4",
        "GET /parcels/3",
    ]
    assert {headers["authorization"] for _, headers in asked} == {"Bearer t0ken"}


def test_pages(depot, server):
    """Pages follow a cursor or a link, with the other parameters of the first one and a key in the query."""
    address, asked = server
    with depot.DepotClient(address, api_key=SECRET, trust_env=False) as client:
        pages = list(client.pages(depot.parcels.list_parcels(state=["in", "out"])))
        assert [parcel.id for page in pages for parcel in page.items] == [0, 4, 1]
        assert [parcel.id for parcel in client.records(depot.parcels.list_parcels(cursor="b+/="))] == [4, 1]
        shelves = client.pages(depot.send.list_shelves("rome"), max_retries=0)
        assert [shelf for page in shelves for shelf in page.shelves] == ["1", "2", "3"]
    queries = [parse_qsl(urlsplit(target).query) for target, _ in asked]
    first = [("state", "in"), ("state", "out")]
    key = ("api_key", SECRET)
    assert queries == [
        [*first, key],
        [*first, ("cursor", "b+/="), key],
        [*first, ("cursor", "c"), key],
        [("cursor", "b+/="), key],
        [("cursor", "c"), key],
        [key],
        [("page", "2"), key],
        [("page", "3"), key],
    ]


def test_async(depot, server):
    """The async client does the same."""
    address, asked = server

    async def use():
        async with depot.AsyncDepotClient(address, api_key=SECRET, token="t0ken", trust_env=False) as client:
            assert await client.parcels.get_parcel(2) is None
            records = [parcel.id async for parcel in client.records(depot.parcels.list_parcels(cursor="c"))]
            pages = client.pages(depot.parcels.list_parcels())
            return records + [parcel.id async for page in pages for parcel in page.items]

    assert asyncio.run(use()) == [1, 0, 4, 1]
    assert [headers["authorization"] for _, headers in asked] == ["Bearer t0ken"] * 5
    assert not any("api_key" in target for target, _ in asked)


@pytest.mark.parametrize(
    ("city", "why"), [("pisa", "was read already"), ("bari", "points elsewhere")], ids=["circle", "elsewhere"]
)
def test_a_listing_that_ends_badly(depot, server, city, why):
    """A page that leads back or away is handed out, and then the listing ends with an error."""
    client = depot.DepotClient(server[0], token="t0ken", trust_env=False)
    pages = client.pages(depot.send.list_shelves(city))
    next(pages)
    with pytest.raises(ListingError, match=why):
        next(pages)
    assert len(server[1]) == 1
    client.close()


def test_what_is_no_listing(depot):
    """An operation that says nothing of a next page is refused, with those that do."""
    client = depot.DepotClient(token="t0ken")
    with pytest.raises(InvalidRequestError, match="list_parcels"):
        next(client.pages(depot.parcels.get_parcel(1)))


def test_credentials(depot):
    """Each kind goes where the document says, several at once too; a session joins the cookies of a call."""
    asked = []

    def answer(request):
        asked.append(request)
        return depot_response(request)

    client = depot.DepotClient(
        x_tenant="acme", session="c00kie", login=("ann", "pa:ss"), transport=answer, max_retries=0
    )
    client.parcels.get_parcel(1, extra_headers={"cookie": "theme=dark"})
    headers = dict(asked[0].headers)
    assert headers["x-tenant"] == "acme"
    assert headers["cookie"] == "theme=dark; sid=c00kie"
    assert headers["authorization"] == "Basic " + base64.b64encode(b"ann:pa:ss").decode()
    assert client.base_url == "https://eu.depot.example.com/v1"
    depot.DepotClient(transport=answer).parcels.get_parcel(1)
    assert "authorization" not in dict(asked[1].headers)


CREDENTIALS = {"token": "t0ken", "x_tenant": "acme", "session": "c00kie", "api_key": "k3yk3y"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (
            ("token", "x_tenant", "session"),
            {"get_parcel": "token", "list_archive": "x_tenant session", "open_gate": "session"},
        ),
        (
            ("x_tenant",),
            {"get_parcel": "x_tenant", "list_archive": "x_tenant", "open_gate": "x_tenant"},
        ),
        (
            ("token", "api_key"),
            {"get_parcel": "token", "list_archive": "token api_key", "open_gate": "token api_key"},
        ),
    ],
    ids=" ".join,
)
def test_each_call_has_the_credentials_it_takes(depot, given, sent):
    """The first way whose credentials are all given is taken, and none if none is needed; else all are sent.

    A way with a credential that no client sends is the last one, and without that credential.
    """
    asked = []

    def answer(request):
        asked.append((request.target, str(request.headers)))
        return Response(200, (), b'{"id": 1}')

    client = depot.DepotClient(transport=answer, **{name: CREDENTIALS[name] for name in given})
    calls = {"get_parcel": lambda: client.parcels.get_parcel(1)}
    calls |= {name: getattr(client.depots, name) for name in ("get_status", "list_archive")}
    calls |= {name: getattr(client.gates, name) for name in ("open_gate", "close_gate")}
    for name, call in calls.items():
        call()
        shown = " ".join(asked.pop())
        assert " ".join(one for one, secret in CREDENTIALS.items() if secret in shown) == sent.get(name, "")


def test_a_credential_that_no_client_sends_is_listed(contract_of):
    """Each kind of credential that has no keyword is listed, and nothing is listed of the others."""
    schemes = {
        "a": {"type": "http", "scheme": "Digest"},
        "b": {"type": "mutualTLS"},
        "c": {"type": "apiKey", "in": "body", "name": "c"},
        "d": {"type": "apiKey", "in": "query"},
        "e": {"type": "http", "scheme": "Bearer", "name": "Authorization", "in": "header"},
        "f": {"type": "openIdConnect", "openIdConnectUrl": "/"},
    }
    document = Document(Path("x.json"), {"components": {"securitySchemes": schemes}})
    contract, omissions = contract_of(document.data)[0], Omissions(document, "x.json")
    note_unsendable(contract, omissions)
    listed = [(one.rule, one.pointer) for one in omissions.findings()]
    assert listed == [("NW822", f"/components/securitySchemes/{name}") for name in "abcd"]


def test_each_call_goes_where_its_operation_is(depot):
    """An operation's own server is followed, by its pages too, unless the client has an address of its own."""
    asked = []

    def answer(request):
        asked.append(f"{dict(request.headers)['host']}{request.target}")
        following = b'"links": {"following": "?n=2"}, ' if len(asked) == 1 else b""
        return Response(200, (), b'{%s"id": 1, "boxes": ["a"]}' % following)

    client = depot.DepotClient(transport=answer)
    assert list(client.records(depot.depots.list_archive())) == ["a", "a"]
    client.parcels.get_parcel(1)
    depot.DepotClient("https://localhost/v1", transport=answer).depots.list_archive()
    client.close()
    assert asked == [
        "archive.example.com/archive",
        "archive.example.com/archive?n=2",
        "eu.depot.example.com/parcels/1",
        "localhost/archive",
    ]


def test_what_editors_show(depot, folder):
    """An editor that only reads the source shows each option of a client, and of a call."""
    project = jedi.Project(folder, added_sys_path=[str(folder), *sys.path])
    code = "from depot.client import DepotClient\nclient = DepotClient()\n"
    for call, shown in {
        "DepotClient": inspect.signature(depot.DepotClient).parameters,
        "client.parcels.get_parcel": {"id", *CallOptions.__annotations__},
    }.items():
        [signature] = jedi.Script(f"{code}{call}(", project=project).get_signatures()
        assert {parameter.name for parameter in signature.params} == {*shown}


def depot_response(_request):
    """Return the answer of a server in this process."""
    return Response(200, (), b'{"id": 1}')


@pytest.mark.parametrize(
    "credentials",
    [
        {"token": "a b"},
        {"api_key": ""},
        {"x_tenant": "acme\n"},
        {"session": "a;b"},
        {"login": "ann"},
        {"login": ("a:nn", "password")},
        {"oauth": "t0ken", "token": "t0ken"},
        {"proxy": "http://user:p@ss w0rd@"},
    ],
    ids=repr,
)
def test_credentials_that_cannot_be_sent(depot, credentials):
    """A credential that can't be sent is refused by its name, and never shown."""
    with pytest.raises(InvalidRequestError, match=next(iter(credentials))) as caught:
        depot.DepotClient(**credentials)
    own = [frame for frame in caught.traceback if Path(frame.path).parent.name == "depot"]
    assert [credentials.keys() & frame.frame.f_locals.keys() for frame in own] == [set()] * len(own) != []
    assert own[0].frame.f_locals["settings"].get("proxy") is None


def test_a_key_in_the_query_stays_hidden(depot, monkeypatch):
    """Neither errors nor hooks show it, also where the API repeats it; a POST is sent once, a GET again."""
    monkeypatch.setattr("numberwire.client.time.sleep", lambda _: None)
    targets, seen = [], []

    def answer(request):
        targets.append(request.target)
        return Response(503, (), json.dumps({"error": f"no {request.target}"}).encode())

    hooks = Hooks(on_request=lambda request, _: seen.append(request.target))
    client = depot.DepotClient(api_key=SECRET, transport=answer, hooks=hooks)
    with pytest.raises(InternalServerError) as caught:
        client.parcels.get_parcel(1)
    with pytest.raises(InternalServerError):
        client.parcels.move_parcel(1, to="rome")
    assert len(targets) == 4
    assert "s3cret" in targets[0]
    assert "s3cret" not in f"{caught.value}{caught.value.body}{vars(caught.value)}{seen}"


USE = """
from depot.client import AsyncDepotClient, DepotClient
from depot import models, parcels

def use(client: DepotClient) -> None:
    held: models.Parcel | None = client.parcels.get_parcel(1)
    for page in client.pages(parcels.list_parcels()):
        ids: list[int] = [one.id for one in page.items]
    client.parcels.get_parcel("one")

async def wait(client: AsyncDepotClient) -> None:
    held: models.Parcel | None = await client.parcels.get_parcel(1, timeout=3)
    async for page in client.pages(parcels.list_parcels()):
        ids: list[int] = [one.id for one in page.items]

DepotClient(token=3)
"""


def test_types(folder, tmp_path):
    """The clients are typed: mypy finds the two mistakes, and nothing in the package."""
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--config-file=",
        "--cache-dir",
        tmp_path / "c",
    ]
    ran = subprocess.run(
        [*command, "use.py", folder / "depot"],
        cwd=tmp_path,
        env={"MYPYPATH": f"{folder}:{ROOT / 'overrides'}:{ROOT / 'generated'}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    mistakes = [line.rpartition("[")[2] for line in ran.stdout.splitlines() if "error:" in line]
    assert mistakes == ["arg-type]", "arg-type]"], ran.stdout + ran.stderr


@pytest.mark.parametrize("option", ["--client", "--no-extra"])
def test_only_with_a_document(option, capsys):
    """The project's own packages have clients of their own, and no open classes."""
    with pytest.raises(SystemExit):
        main(["generate", option])
    assert "--spec" in capsys.readouterr().err
