"""Generating: the same bytes every time, all or nothing, and a package that works by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.codegen.pipeline import generate_package, generate_project
from generator.files import differences
from generator.findings import GenerateError
from generator.openapi import document
from generator.openapi.document import DocumentError

ROOT = Path(__file__).parents[3]
EXERCISE = Path(__file__).parent / "exercise_package.py"

PHONES = """\
openapi: 3.0.3
info: {title: Phones, version: "1", description: A made-up API.}
tags: [{name: phones, description: All phones.}]
paths:
  /phones/{id}:
    parameters: [{name: id, in: path, required: true, description: Which one., schema: {type: string, format: uuid}}]
    get:
      tags: [phones]
      summary: Get a phone.
      operationId: getPhone
      responses:
        "200": {description: The phone., content: {application/json: {schema: {$ref: '#/components/schemas/Phone'}}}}
        "404": {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Fault'}}}}
    patch:
      tags: [phones]
      summary: Change a phone.
      operationId: changePhone
      parameters: [{name: dryRun, in: query, description: Only try., schema: {type: boolean}}]
      requestBody:
        required: true
        description: What to change.
        content: {application/json: {schema: {$ref: '#/components/schemas/PhoneChange'}}}
      responses: {"204": {description: Done.}}
components:
  schemas:
    Phone:
      description: A phone.
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid}
        madeAt: {type: string, format: date-time, description: When it was made.}
        state: {$ref: '#/components/schemas/State'}
        past: {type: array, items: {type: array, items: {$ref: '#/components/schemas/State'}}}
    PhoneChange:
      type: object
      required: [state]
      properties:
        state: {$ref: '#/components/schemas/State'}
        ownerId: {type: string, format: uuid, default: nobody}
        wanted: {type: array, items: {$ref: '#/components/schemas/State'}}
    Fault: {type: object, properties: {message: {type: string}}}
    State: {type: string, enum: ["on", "switched-off"], description: What it does.}
"""

MODELS = '''\
# Generated from phones.yaml by `python -m generator generate`; edit that, not this.
"""The models of Phones."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, UnsetType

from ._model import Model, OpenEnum
from ._typed import Time, TypedModel

__all__ = ["Fault", "Phone", "PhoneChange", "State"]


class Fault(Model, frozen=True, kw_only=True, omit_defaults=True):
    """The object Fault."""

    message: str | None = None


class State(OpenEnum):
    """What it does."""

    on = "on"

    switched_off = "switched-off"


class Phone(TypedModel, frozen=True, kw_only=True, rename={"made_at": "madeAt"}, omit_defaults=True):
    """A phone."""

    id: str

    made_at: Time | None = None
    """When it was made."""

    state: State | None = None

    past: tuple[tuple[State, ...], ...] | None = None


class PhoneChange(Model, frozen=True, kw_only=True, rename={"owner_id": "ownerId"}):
    """The object PhoneChange."""

    state: State

    owner_id: UUID | str | UnsetType = UNSET

    wanted: list[State] | UnsetType = UNSET
'''

OPERATIONS = '''\
# Generated from phones.yaml by `python -m generator generate`; edit that, not this.
"""phones.

All phones.
"""

from __future__ import annotations

from typing import Literal, Unpack
from uuid import UUID

from . import models
from ._methods import AsyncRawSend, RawResponse, RawSend, fill_body
from ._operation import AsyncSend, CallOptions, Operation, Send, record_id
from ._typed import TypedOperation

__all__ = [
    "AsyncPhones",
    "AsyncRawPhones",
    "PhoneChangeFields",
    "Phones",
    "RawPhones",
    "change_phone",
    "get_phone",
]


def get_phone(id: UUID | str) -> Operation[models.Phone]:
    """Get a phone.

    Args:
        id: Which one.

    Returns:
        The operation, to be sent. The phone.
    """
    return TypedOperation(
        id="getPhone",
        method="GET",
        path="/phones/{id}",
        answer=models.Phone,
        success=(200,),
        errors=(("404", models.Fault),),
        path_parameters=(("id", id),),
    )


def change_phone(id: UUID | str, body: models.PhoneChange, *, dry_run: bool | None = None) -> Operation[None]:
    """Change a phone.

    Args:
        id: Which one.
        body: What to change.
        dry_run: Only try.

    Returns:
        The operation, to be sent. Done.
    """
    return TypedOperation(
        id="changePhone",
        method="PATCH",
        path="/phones/{id}",
        answer=None,
        success=(204,),
        path_parameters=(("id", id),),
        query=(("dryRun", dry_run),),
        body=body,
        media_type="application/json",
        body_type=models.PhoneChange,
    )


class PhoneChangeFields(CallOptions, total=False):
    """The keywords of `Phones.change_phone`; see there what each of them means."""

    dry_run: bool | None
    state: models.State | Literal["on", "switched-off"]
    owner_id: UUID | str | None
    wanted: list[models.State | Literal["on", "switched-off"]] | None


class Phones:
    """The operations of this module, sent at once.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_phone(self, id: UUID | str | models.Phone, **options: Unpack[CallOptions]) -> models.Phone:
        """Get a phone.

        Args:
            id: Which one. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The phone.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 404.
        """
        return self._send(get_phone(record_id(id)), **options)

    def change_phone(
        self,
        id: UUID | str | models.Phone,
        *,
        dry_run: bool | None = None,
        state: models.State | Literal["on", "switched-off"],
        owner_id: UUID | str | None = None,
        wanted: list[models.State | Literal["on", "switched-off"]] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Change a phone.

        Args:
            id: Which one. A record is accepted as well.
            dry_run: Only try.
            state: As the API takes it.
            owner_id: As the API takes it.
            wanted: As the API takes it.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Raises:
            Exception: What sending the request raises.
        """
        return self._send(
            change_phone(
                record_id(id),
                fill_body(models.PhoneChange, state=state, owner_id=owner_id, wanted=wanted),
                dry_run=dry_run,
            ),
            **options,
        )


class AsyncPhones:
    """The operations of this module, sent and awaited.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_phone(self, id: UUID | str | models.Phone, **options: Unpack[CallOptions]) -> models.Phone:
        """Get a phone.

        Args:
            id: Which one. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The phone.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 404.
        """
        return await self._send(get_phone(record_id(id)), **options)

    async def change_phone(
        self,
        id: UUID | str | models.Phone,
        *,
        dry_run: bool | None = None,
        state: models.State | Literal["on", "switched-off"],
        owner_id: UUID | str | None = None,
        wanted: list[models.State | Literal["on", "switched-off"]] | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Change a phone.

        Args:
            id: Which one. A record is accepted as well.
            dry_run: Only try.
            state: As the API takes it.
            owner_id: As the API takes it.
            wanted: As the API takes it.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Raises:
            Exception: What sending the request raises.
        """
        return await self._send(
            change_phone(
                record_id(id),
                fill_body(models.PhoneChange, state=state, owner_id=owner_id, wanted=wanted),
                dry_run=dry_run,
            ),
            **options,
        )


class RawPhones:
    """The operations of this module, sent at once, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: RawSend) -> None:
        self._send = send

    def get_phone(
        self, id: UUID | str | models.Phone, **options: Unpack[CallOptions]
    ) -> RawResponse[models.Phone]:
        """Get a phone.

        See `Phones.get_phone`.

        Returns:
            The raw response. Its ``value``: The phone.
        """
        return self._send(get_phone(record_id(id)), **options)

    def change_phone(
        self,
        id: UUID | str | models.Phone,
        *,
        dry_run: bool | None = None,
        state: models.State | Literal["on", "switched-off"],
        owner_id: UUID | str | None = None,
        wanted: list[models.State | Literal["on", "switched-off"]] | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[None]:
        """Change a phone.

        See `Phones.change_phone`.

        Returns:
            The raw response.
        """
        return self._send(
            change_phone(
                record_id(id),
                fill_body(models.PhoneChange, state=state, owner_id=owner_id, wanted=wanted),
                dry_run=dry_run,
            ),
            **options,
        )


class AsyncRawPhones:
    """The operations of this module, sent and awaited, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncRawSend) -> None:
        self._send = send

    async def get_phone(
        self, id: UUID | str | models.Phone, **options: Unpack[CallOptions]
    ) -> RawResponse[models.Phone]:
        """Get a phone.

        See `Phones.get_phone`.

        Returns:
            The raw response. Its ``value``: The phone.
        """
        return await self._send(get_phone(record_id(id)), **options)

    async def change_phone(
        self,
        id: UUID | str | models.Phone,
        *,
        dry_run: bool | None = None,
        state: models.State | Literal["on", "switched-off"],
        owner_id: UUID | str | None = None,
        wanted: list[models.State | Literal["on", "switched-off"]] | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[None]:
        """Change a phone.

        See `Phones.change_phone`.

        Returns:
            The raw response.
        """
        return await self._send(
            change_phone(
                record_id(id),
                fill_body(models.PhoneChange, state=state, owner_id=owner_id, wanted=wanted),
                dry_run=dry_run,
            ),
            **options,
        )
'''


def quiet(_):
    """Report nothing."""


def written(tmp_path, text=PHONES, name="phones.yaml"):
    """Write a document."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def snapshot(folder):
    """Return every file below a folder with its bytes and its time."""
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def phones(tmp_path_factory):
    """Generate the made-up API once."""
    folder = tmp_path_factory.mktemp("phones")
    return generate_package(written(folder), folder / "out", quiet)


def test_the_files_of_a_package(phones):
    """A package holds its models, a module a tag, the runtime files and the lock, and nothing else."""
    assert sorted(path.name for path in phones.package.iterdir()) == [
        "__init__.py",
        "_access.py",
        "_body.py",
        "_decoding.py",
        "_methods.py",
        "_model.py",
        "_operation.py",
        "_text.py",
        "_typed.py",
        "api.py",
        "lock.json",
        "models.py",
        "phones.py",
        "py.typed",
    ]
    assert (phones.models, phones.operations, phones.omissions) == (4, 2, ())


@pytest.mark.parametrize(("name", "text"), [("models.py", MODELS), ("phones.py", OPERATIONS)])
def test_what_is_written(name, text, phones):
    """The models and the operations of a small document, word for word; lists are tuples where they are received."""
    assert (phones.package / name).read_text(encoding="utf-8") == text


def test_the_lock_names_the_document_and_the_tools(phones):
    """The lock holds the document's digest and each tool's version: no time, no folder."""
    lock = json.loads((phones.package / "lock.json").read_text(encoding="utf-8"))
    assert (lock["spec"]["file"], len(lock["spec"]["sha256"])) == ("phones.yaml", 64)
    assert sorted(lock["tools"]) == [
        "datamodel-code-generator",
        "jinja2",
        "msgspec",
        "openapi-python-client",
        "ruamel.yaml",
        "ruff",
    ]


def test_a_package_works_below_another_and_by_itself(phones, tmp_path):
    """The package imports by its own name and as part of another package."""
    shutil.copytree(phones.package, tmp_path / "outer" / "phones")
    (tmp_path / "outer" / "__init__.py").write_text("", encoding="utf-8")
    for folder, package in ((phones.package.parent, "phones"), (tmp_path, "outer.phones")):
        done = subprocess.run(
            [sys.executable, "-I", "-B", EXERCISE, folder, package],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout) == {"modules": 12, "operations": 2, "models": 4, "wrong": []}


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_two_runs_give_the_same_bytes(seed, phones, tmp_path):
    """Neither the hash seed, the folder, the locale nor the time zone changes a byte."""
    spec = written(tmp_path)
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "TZ": "Asia/Kolkata",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "-m", "generator", "generate", "--spec", spec.name, "--out", "elsewhere"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert differences(tmp_path / "elsewhere" / "phones", phones.package) == []


def test_each_file_is_read_once(monkeypatch):
    """What was checked is generated from: the documents, and the facts of their pages, are not read again."""
    paths = []
    read = document._text
    monkeypatch.setattr(document, "_text", lambda path: paths.append(path.resolve()) or read(path))
    assert main(["generate", "--check"]) == 0
    assert sorted(paths) == sorted((ROOT / "spec").rglob("*.yaml"))


BROKEN = PHONES.replace("$ref: '#/components/schemas/Fault'", "$ref: '#/components/schemas/Gone'")


@pytest.fixture(scope="module")
def generated_project(tmp_path_factory):
    """Make a project of one document, and generate its package once."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "spec").mkdir()
    written(folder / "spec")
    generate_project(folder, None, quiet)
    return folder


@pytest.fixture
def project(generated_project, tmp_path):
    """Copy the project, for a test that changes it."""
    return shutil.copytree(generated_project, tmp_path, dirs_exist_ok=True)


def test_a_project_is_one_package(generated_project):
    """Each document is a package below the one package, which holds the runtime files once."""
    package = generated_project / "generated" / "numberwire_api"
    assert sorted(path.name for path in package.iterdir()) == [
        "__init__.py",
        "_body.py",
        "_decoding.py",
        "_methods.py",
        "_model.py",
        "_operation.py",
        "_text.py",
        "phones",
        "py.typed",
    ]
    assert (package / "phones" / "models.py").read_text(encoding="utf-8") == _plain(MODELS)


def _plain(text):
    """Return the text of typed models as a project has them, whose documents need no types of their own."""
    for typed, plain in (
        ("phones.yaml", "spec/phones.yaml"),
        ("from ._model", "from .._model"),
        ("from ._typed import Time, TypedModel\n", ""),
        ("(TypedModel", "(Model"),
        ("from uuid", "from datetime import datetime\nfrom uuid"),
        ("Time |", "datetime |"),
        (", omit_defaults=True", ""),
    ):
        text = text.replace(typed, plain)
    return text


def test_what_a_project_would_lose_is_refused(project):
    """In the project's own documents nothing is left out in silence: it fails with file and line."""
    written(project / "spec", BROKEN)
    before = snapshot(project / "generated")
    with pytest.raises(GenerateError) as caught:
        generate_project(project, None, quiet)
    assert str(caught.value) == (
        "spec/phones.yaml:13: NW802 It refers to nothing in this document; it is typed Any."
        " Fix: add what it refers to, or correct the reference."
    )
    assert snapshot(project) == before | {
        project / "spec" / "phones.yaml": snapshot(project)[project / "spec" / "phones.yaml"]
    }


@pytest.mark.parametrize("step", ["reading", "parsing", "writing", "formatting", "importing"])
def test_an_interrupted_run_changes_nothing(step, project, tmp_path_factory, monkeypatch):
    """Ctrl-C at any step leaves what stood there, and no file beside it or in the temporary folder."""
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    written(project / "spec", PHONES.replace("A phone.", "Another."))
    before = snapshot(project)

    def interrupt(message):
        if message.startswith(step):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_project(project, None, interrupt)
    assert (snapshot(project), list(temporary.iterdir())) == (before, [])


def test_a_folder_of_someone_elses_is_never_replaced(tmp_path):
    """A folder that wasn't generated stays, however much its name fits."""
    kept = tmp_path / "out" / "phones" / "mine.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    told: list[str] = []
    with pytest.raises(GenerateError, match="exists and was not generated") as caught:
        generate_package(written(tmp_path), tmp_path / "out", told.append)
    assert [one.mend for one in caught.value.findings] == ["Move it away, or choose another --out."]
    assert told == []  # it is known before anything is generated
    assert [path for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()] == [kept]


def test_a_regenerated_package_loses_what_is_gone(tmp_path):
    """A second run replaces the package as a whole: a vanished tag's module vanishes."""
    generate_package(written(tmp_path), tmp_path / "out", quiet)
    result = generate_package(
        written(tmp_path, PHONES.replace("tags: [phones]", "tags: [calls]")), tmp_path / "out", quiet
    )
    assert sorted(path.name for path in result.package.glob("[!_]*.py")) == [
        "api.py",
        "calls.py",
        "models.py",
    ]


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("json.yaml", "json_api"),
        ("my-api v2.yaml", "my_api_v2"),
        ("1.yaml", "api_1"),
        ("msgspec.yaml", "msgspec_api"),
        ("class.yaml", "class_api"),
        ("match.yaml", "match_api"),
        ("numberwire.yaml", "numberwire_api"),
        ("numberwire_api.yaml", "numberwire_api_api"),
    ],
)
def test_a_package_hides_no_other(name, package, tmp_path):
    """A package's name can be imported, and is neither the standard library's nor one that we use."""
    spec = written(tmp_path, "openapi: 3.1.0\npaths: {}\n", name)
    assert generate_package(spec, tmp_path / "out", quiet).package == tmp_path / "out" / package


def test_a_document_that_is_none(tmp_path):
    """A file that can't be read is one error, and no folder appears."""
    with pytest.raises(DocumentError):
        generate_package(written(tmp_path, "[]"), tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()


def test_what_is_committed_is_what_the_documents_give(capsys):
    """`generate --check` changes nothing and finds generated/ up to date."""
    before = snapshot(ROOT / "generated")
    assert (main(["generate", "--check"]), capsys.readouterr().out) == (
        0,
        "generated/ is up to date with spec/.\n",
    )
    assert snapshot(ROOT / "generated") == before
