"""Takeover: pages go one after another into the files of their APIs, and all of these files are written or none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.docs.drift.matching import described
from generator.docs.drift.review import Fetch, Unreadable
from generator.docs.pages.errors import PageError
from generator.docs.pages.reading import Reading, read_page
from generator.docs.takeover.acceptance import Acceptance, AcceptanceError, Text, accept_page
from generator.document import read_document
from generator.edit import write_set
from generator.finding import Finding
from generator.output import OutputError, workshop, write_files
from generator.rules import check_file
from generator.rules.subject import Subject


@dataclass(frozen=True)
class Read:
    """A page that was read, and the document that it describes."""

    source: str
    reading: Reading
    subject: Subject


@dataclass(frozen=True)
class Taken:
    """A page that was taken over, and what came of it."""

    source: str
    acceptance: Acceptance


@dataclass(frozen=True)
class Takeover:
    """What comes of pages.

    Attributes:
        taken: Each page and what came of it.
        before: The texts of the files as they stand.
        after: The texts of those that change.
        findings: What the house rules find then, and don't find now.
    """

    taken: tuple[Taken, ...]
    before: Mapping[Path, str]
    after: Mapping[Path, str]
    findings: tuple[Finding, ...]

    @property
    def is_unfinished(self) -> bool:
        """Whether something is left to a person."""
        return bool(self.findings) or any(one.acceptance.left for one in self.taken)

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff of the files that change."""
        for path, text in self.after.items():
            old, new = self.before[path].splitlines(), text.splitlines()
            name = path.as_posix()
            yield from difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")

    def write(self) -> None:
        """Write the files that change.

        Raises:
            AcceptanceError: One of them changed since it was read, or can't be written; all are as they were.
        """
        for path in self.after:
            if _text(path) != self.before[path]:
                raise AcceptanceError(f"{path} changed meanwhile; take the page over again")
        try:
            write_set({path: text.encode() for path, text in self.after.items()})
        except OutputError as error:
            raise AcceptanceError(str(error).rstrip(".")) from None


def read_pages(
    sources: Iterable[str], subjects: Sequence[Subject], fetch: Fetch
) -> tuple[list[Read], list[Unreadable]]:
    """Read pages, and tell which document each of them describes.

    Args:
        sources: Files and URLs.
        subjects: The documents that they may describe.
        fetch: Gets a page.
    """
    found = [_read(source, subjects, fetch) for source in sources]
    return [one for one in found if isinstance(one, Read)], [
        one for one in found if isinstance(one, Unreadable)
    ]


def _read(source: str, subjects: Sequence[Subject], fetch: Fetch) -> Read | Unreadable:
    paths = {operation.path for subject in subjects for operation in subject.operations}
    try:
        capture = fetch(source, None)
        if capture is None:
            return Unreadable(source, "its server sends nothing.")
        reading = read_page(capture, paths)
    except PageError as error:
        return Unreadable(source, str(error))
    subject = subjects[0] if len(subjects) == 1 else described(reading.page, subjects)
    if subject is None:
        apis = " or ".join(subject.document.path.stem for subject in subjects)
        return Unreadable(source, f"it can't be told which API this page describes: say --api {apis}.")
    return Read(source, reading, subject)


def take_over(pages: Sequence[Read], named: str | None = None) -> Takeover:
    """Take pages over, each into what the one before it made of the files.

    Args:
        pages: The pages.
        named: The id of the recorded page that the one page is, or the id that it shall have.

    Raises:
        AcceptanceError: A page can't be taken over.
    """
    paths = [path for one in pages for path in (one.subject.document.path, one.subject.sources_path)]
    before = {path: _text(path) for path in paths}
    texts = {path: Text(read_document(path), text) for path, text in before.items()}
    taken: list[Taken] = []
    for one in pages:
        spec, sources = one.subject.document.path, one.subject.sources_path
        made = accept_page(one.reading, texts[spec], texts[sources], named)
        texts |= {spec: made.spec, sources: made.sources}
        taken.append(Taken(one.source, made))
    after = {path: text.text for path, text in texts.items() if text.text != before[path]}
    specs = {one.subject.document.path: one.subject.sources_path for one in pages}
    findings = [
        finding
        for spec, sources in specs.items()
        if after.keys() & {spec, sources}
        for finding in _findings(spec, texts[spec].text, texts[sources].text)
    ]
    return Takeover(tuple(taken), before, after, tuple(findings))


def _findings(path: Path, spec: str, sources: str) -> Iterator[Finding]:
    """Yield what is wrong with a spec and its sources as they become, and not as they are."""
    with workshop() as shop:
        made = shop / path.parent.name / path.name
        write_files(made.parent, {path.name: spec})
        write_files(made.parent / "sources", {path.name: sources})
        there, here = made.parent.as_posix(), path.parent.as_posix()
        found = [
            replace(
                one,
                path=one.path.replace(there, here),
                message=one.message.replace(there, here),
                mend=one.mend.replace(there, here),
            )
            for one in check_file(made)
        ]
    known = {(one.rule, one.pointer, one.message) for one in (check_file(path) if found else ())}
    yield from (one for one in found if (one.rule, one.pointer, one.message) not in known)


def _text(path: Path) -> str:
    return path.read_bytes().decode()
