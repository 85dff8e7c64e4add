"""A third API needs one document and one small module, and no other change: here are both, made up."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    InternalServerError,
    InvalidRequestError,
    NotFoundError,
)
from tests.numberwire.servers import Script, header, said
from tests.shared import make_once

pytest.importorskip("openapi_python_client", reason="generating needs the dependency group `generate`")

ROOT = Path(__file__).parents[2]
DOCUMENT = """\
openapi: 3.1.0
info: {title: Toll, version: 1.0.0}
paths:
  /v2/barriers/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: retrieve_barrier
      tags: [barriers]
      responses:
        '200': {$ref: '#/components/responses/Barrier'}
        '404': {description: There is none.}
    post:
      operationId: open_barrier
      tags: [barriers]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/BarrierOpening'}}}
      responses:
        '200': {$ref: '#/components/responses/Barrier'}
components:
  responses:
    Barrier:
      description: The barrier.
      content: {application/json: {schema: {$ref: '#/components/schemas/Barrier'}}}
  schemas:
    BarrierOpening:
      type: object
      required: [minutes]
      properties: {minutes: {type: integer}}
    Barrier:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid}
        state: {type: string, enum: [open, closed]}
"""
MODULE = '''\
"""The toll API."""

from numberwire.resource import Resource
from numberwire.client import Client
from numberwire.credential import bearer_auth, require_value
from numberwire.definition import Definition
from toll import barriers

class Barriers(Resource, barriers.Barriers, record="barrier"): ...

class TollClient(Client):
    definition = Definition(name="toll")

    def __init__(self, key, base_url, **options):
        super().__init__(base_url, require_value(bearer_auth(key)), **options)

    def _add_resources(self):
        self.barriers = Barriers(self)
'''
ID = "0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
BARRIER = {"id": ID, "state": "ajar"}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder with the package generated from the document, and the module beside it."""
    return make_once(tmp_path_factory, "third-api", generate)


def generate(folder):
    """Write the document and the module into a folder, and generate the package."""
    (folder / "toll.yaml").write_text(DOCUMENT, encoding="utf-8")
    (folder / "toll_client.py").write_text(MODULE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "generator",
        "generate",
        "--strict",
        "--spec",
        folder / "toll.yaml",
        "--out",
        folder,
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture
def toll(packages, monkeypatch):
    """The module, imported."""
    monkeypatch.syspath_prepend(packages)
    return importlib.import_module("toll_client")


def test_small():
    """The module has fewer than twenty lines."""
    assert len(MODULE.splitlines()) < 20


def test_call(toll):
    """Its client makes real calls: with the credential, typed, a value that is newer than the document included."""
    server = Script(said(BARRIER))
    barrier = toll.TollClient(
        "am_live_1", "https://toll.example.com", transport=server
    ).barriers.retrieve_barrier(ID)
    assert (type(barrier).__name__, barrier.id, barrier.state) == ("Barrier", ID, "ajar")
    [request] = server.asked
    assert f"{request.method} {request.target}" == f"GET /v2/barriers/{ID}"
    assert header(request, "authorization") == "Bearer am_live_1"


@pytest.mark.parametrize(
    ("answers", "kind", "asked"),
    [
        ([said({"error": "no barrier"}, 404)], NotFoundError, 1),
        ([said({"id": 7})], APIResponseValidationError, 1),
        ([said({**BARRIER, "id": "another"})], APIResponseValidationError, 1),
        ([said({}, 503)], InternalServerError, 3),
        ([ConnectionResetError()], APIConnectionError, 3),
    ],
    ids=["404", "wrong type", "another barrier", "503", "cut off"],
)
def test_errors(toll, at_once, answers, kind, asked):
    """Errors are typed, and what may be repeated is."""
    server = Script(*answers)
    client = toll.TollClient("am_live_1", "https://toll.example.com", transport=server)
    with pytest.raises(kind):
        client.barriers.retrieve_barrier(ID)
    assert len(server.asked) == asked


def test_post_is_sent_once(toll):
    """An operation without a policy of its own is never sent twice if it is a POST."""
    server = Script(ConnectionResetError())
    client = toll.TollClient("am_live_1", "https://toll.example.com", transport=server)
    with pytest.raises(APIConnectionError):
        client.barriers.open_barrier(ID, minutes=5)
    assert server.bodies == [{"minutes": 5}]


def test_refused(toll):
    """What can't be sent is refused before it is."""
    server = Script(said(BARRIER))
    client = toll.TollClient("am_live_1", "https://toll.example.com", transport=server)
    with pytest.raises(InvalidRequestError):
        client.barriers.retrieve_barrier("../secrets")
    for arguments, message in (
        (
            {"minute": 5},
            (
                "open_barrier has no minute, and the server would ignore or refuse it. Did you mean minutes? "
                "To send it all the same: extra_body={'minute': ...}."
            ),
        ),
        ({"minutes": "5"}, "minutes must be a whole number, not str."),
    ):
        with pytest.raises(InvalidRequestError) as caught:
            client.barriers.open_barrier(ID, **arguments)
        assert str(caught.value) == message
    with pytest.raises(InvalidRequestError):
        toll.TollClient("am_live_1\n", "https://toll.example.com")
    assert server.asked == []
