"""Rehearses a change of the documentation: from a changed page to a tested client, in a copy of the project.

`python -m tests.rehearsal` takes a page of each recorded layout that can be rendered with a set of changes through
`docs check`, `docs accept`, `generate`, the sandbox and the whole suite; `--quick` leaves out the suite.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.docs.compare.compare import recorded_pages
from generator.facts import Fields, Operation, Page
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import render

ROOT = Path(__file__).parents[1]
API, UPDATE, LIST = "signalwire", "update_phone_number", "list_phone_numbers"
AUTHOR = ("-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@example.com", "-c", "commit.gpgsign=false")
NEW_OPERATION = "assign_rehearsal_address"
UNMARKED = {"required": False, "nullable": False, "deprecated": False}
NEW_FIELDS: dict[str, dict[str, Any]] = {
    "rehearsal_text": {"type": "string"},
    "rehearsal_link": {"type": "string", "format": "uri"},
    "rehearsal_id": {"type": "string", "format": "uuid"},
    "rehearsal_flag": {"type": "boolean"},
    "rehearsal_count": {"type": "integer", "minimum": 1, "maximum": 5},
    "rehearsal_ratio": {"type": "number"},
    "rehearsal_list": {"type": "array", "enum": ["first", "second"]},
    "rehearsal_level": {"type": "string", "enum": ["low", "high"]},
    "rehearsal_target": {
        "type": "string",
        "usedWith": {"call_handler": ["rehearsal"]},
        "requiredWith": {"call_handler": ["rehearsal"]},
    },
    "rehearsal_note": {"type": "string", "needs": ["rehearsal_flag"]},
    "rehearsal_other": {"type": "string", "excludes": ["rehearsal_text"]},
    "rehearsal_alias": {"type": "string", "aliasOf": ["rehearsal_link"]},
    "rehearsal_old": {"type": "string", "deprecated": True},
}
"""A field of each type, and one with each rule."""
SCRIPT = """
import warnings
from numberwire.errors import InvalidRequestError, InternalServerError
from numberwire.sandbox import Sandbox
from numberwire.signalwire import RestClient, handlers

sandbox = Sandbox()
client = RestClient(sandbox.project, sandbox.token, host="example.signalwire.com", transport=sandbox)
offer = client.phone_numbers.search(max_results=1)[0]
number = client.phone_numbers.purchase(number=offer.number)
sent = {
    "rehearsal_text": "text", "rehearsal_link": "https://example.com/a", "rehearsal_flag": False,
    "rehearsal_id": number.id, "rehearsal_count": 2, "rehearsal_ratio": 1.5,
    "rehearsal_list": ["first"], "rehearsal_level": "low",
}
client.phone_numbers.update(number.id, **sent)
read = client.phone_numbers.get(number.id)
for name, value in sent.items():
    found = getattr(read, name)
    assert (list(found) if isinstance(found, tuple) else found) == value, (name, found)
client.phone_numbers.update(number.id, call=handlers.call.Rehearsal(rehearsal_target="there"))
assert client.phone_numbers.get(number.id).call_handler == "rehearsal"
for wrong in (
    {"rehearsal_flag": "yes"}, {"rehearsal_count": "2"}, {"rehearsal_list": "first"},
    {"rehearsal_note": "x"}, {"rehearsal_other": "x", "rehearsal_text": "y"},
    {"rehearsal_alias": "x", "rehearsal_link": "https://example.com/a"},
    {"call_handler": "rehearsal"}, {"call_handler": "relay_topic", "call_relay_topic": "a", "rehearsal_target": "b"},
):
    try:
        client.phone_numbers.update(number.id, **wrong)
    except InvalidRequestError:
        continue
    raise AssertionError(f"{wrong} was sent")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    client.phone_numbers.update(number.id, rehearsal_old="x")
assert [one.category for one in caught] == [DeprecationWarning], caught
try:
    client.phone_numbers.assign_rehearsal_address(number.id, address="Main St 1")
except InternalServerError as error:
    assert error.status_code == 501 and "assign_rehearsal_address" in str(error), error
else:
    raise AssertionError("the sandbox answered")
print("the client sends, checks and reads what is new")
"""
"""What a user would do with the client that comes out."""


def changed_page(root: Path) -> str:
    """Return a recorded page with the changes of the rehearsal, as text."""
    pages = recorded_pages(Subject(read_document(root / "spec" / f"{API}.yaml")))
    name, page = next((name, page) for name, page in pages.items() if page.layout == "stacked")
    del name
    update, listing = page.operations[UPDATE], page.operations[LIST]
    request = {**update.fields("request"), **_marked(NEW_FIELDS)}
    handlers = request["call_handler"]
    request["call_handler"] = {**handlers, "enum": [*handlers["enum"], "rehearsal"]}
    request["call_verto_resource"] = {**request["call_verto_resource"], "deprecated": True}
    query = {field: facts for field, facts in listing.fields("query").items() if field != "filter_name"}
    operations = {
        **page.operations,
        UPDATE: replace(update, parts={**update.parts, "request": request}),
        LIST: replace(listing, parts={**listing.parts, "query": query}),
    }
    shown = {
        field: {key: value for key, value in facts.items() if key in ("type", "format", "enum")}
        for field, facts in NEW_FIELDS.items()
    }
    for known in ("retrieve_phone_number",):
        parts = operations[known].parts
        operations[known] = replace(
            operations[known], parts={**parts, "response": {**parts.get("response", {}), **_marked(shown)}}
        )
    operations[NEW_OPERATION] = Operation(
        NEW_OPERATION,
        "POST",
        f"{update.path}/rehearsal_address",
        {
            "path": update.fields("path"),
            "request": _marked(
                {"address": {"type": "string", "required": True}, "floor": {"type": "integer"}}
            ),
            "response": _marked({"id": {"type": "string", "format": "uuid"}, "address": {"type": "string"}}),
        },
        ("200", "401", "404", "422"),
    )
    return render(projected(_without_sentences(replace(page, operations=operations)), "stacked"), "stacked")


def _marked(fields: Fields) -> dict[str, Any]:
    return {field: {**UNMARKED, **facts} for field, facts in fields.items()}


def _without_sentences(page: Page) -> Page:
    """Return a page without the sentences that only digests are kept of."""
    operations = {
        name: replace(
            operation,
            parts={
                part: {
                    field: {fact: value for fact, value in facts.items() if fact != "unread"}
                    for field, facts in fields.items()
                }
                for part, fields in operation.parts.items()
            },
        )
        for name, operation in page.operations.items()
    }
    return replace(page, operations=operations)


def say(line: str) -> None:
    """Write a line for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Copy:
    """A copy of the project, in which commands run.

    Args:
        root: Its folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        paths = [str(root), str(root / "overrides"), str(root / "generated")]
        self._environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "100"}

    def run(self, *words: str, codes: tuple[int, ...] = (0,), quiet: bool = False) -> str:
        """Run Python with these words, and return what it prints.

        Raises:
            SystemExit: It ended with another code.
        """
        say(" ".join(["$ python", *(word if "\n" not in word else "..." for word in words)]))
        ran = subprocess.run(
            [sys.executable, *words],
            cwd=self.root,
            env=self._environment,
            stdout=subprocess.PIPE if quiet else None,
            text=True,
            check=False,
        )
        if ran.returncode not in codes:
            raise SystemExit(f"{ran.stdout or ''}The rehearsal failed: this ended with {ran.returncode}.")
        return ran.stdout or ""


def copied_files() -> Iterator[Path]:
    """Yield the project's files that git knows or would take."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    yield from (Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def rehearse(root: Path, *, is_quick: bool) -> None:
    """Take the changed page through everything, in a folder that is empty yet.

    Args:
        root: The folder.
        is_quick: Whether to leave out the suite.
    """
    for path in copied_files():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, root / path)
    for words in (
        ["git", "init", "--quiet"],
        ["git", "add", "--all"],
        ["git", *AUTHOR, "commit", "--quiet", "--no-verify", "--message", "The project as it is."],
    ):  # some tests ask git which files there are, and when they changed
        subprocess.run(words, cwd=root, check=True)
    copy = Copy(root)
    page = root.parent / "changed.txt"
    page.write_text(changed_page(root), encoding="utf-8")
    docs = ("-m", "generator", "docs")
    accepting = ("accept", str(page), "--operation", NEW_OPERATION, "--json")
    check = json.loads(
        copy.run(*docs, "check", str(page), "--operation", NEW_OPERATION, "--json", codes=(1,), quiet=True)
    )
    accepted = json.loads(copy.run(*docs, *accepting, codes=(1,), quiet=True))
    require_same_judgement(check, accepted)
    left = json.loads(copy.run("-m", "generator", "check", "--json", codes=(1,), quiet=True))
    if left["findings"]:
        raise SystemExit(f"The spec breaks its rules after accept: {left['findings']}")
    again = json.loads(copy.run(*docs, "check", str(page), "--json", codes=(1,), quiet=True))
    told = [one["change"]["field"] for one in again["open"]]
    told += [one["field"] for page in again["checked"] for one in page["differences"]]
    if "filter_name" not in told:
        raise SystemExit(f"What is left is not told again: {told}")
    copy.run("-m", "generator", "generate")
    copy.run("-W", "error", "-c", SCRIPT)
    if not is_quick:
        copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--numprocesses=auto")
    say("The rehearsal went well.")


def require_same_judgement(check: dict[str, Any], accepted: dict[str, Any]) -> None:
    """Require that accept leaves what check says is left: all of it, nothing that will be applied, nothing untold.

    Raises:
        SystemExit: They differ.
    """
    keys = ("kind", "operation", "part", "field", "fact", "now")

    def key(difference: dict[str, Any]) -> tuple[str, ...]:
        return tuple(json.dumps(difference[name]) for name in keys)

    promised = {key(one): one["mechanical"] for page in check["checked"] for one in page["differences"]}
    left = {key(one) for page in accepted["pages"] for one in page["left"]}
    unlike = [one for one, is_applied in promised.items() if is_applied == (one in left)]
    unlike += left - promised.keys()
    if unlike:
        raise SystemExit(f"docs check and docs accept judge differently: {unlike}")


def main() -> None:
    """Rehearse in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the suite")
    parser.add_argument("--folder", type=Path, help="rehearse in this empty folder, and keep it")
    arguments = parser.parse_args()
    if arguments.folder:
        root = arguments.folder.resolve() / "project"
        root.mkdir(parents=True)
        rehearse(root, is_quick=arguments.quick)
        return
    with tempfile.TemporaryDirectory(prefix="numberwire-rehearsal-") as folder:
        root = Path(folder, "project")
        root.mkdir()
        rehearse(root, is_quick=arguments.quick)


if __name__ == "__main__":
    main()
