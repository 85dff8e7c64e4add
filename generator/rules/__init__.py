"""The house rules for documents under spec/: one table of small functions, each under a stable id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.findings import Finding
from generator.openapi.document import Document, DocumentError, read_document
from generator.openapi.view import Subject
from generator.rules import (
    check_rules,
    evidence_rules,
    example_rules,
    operation_rules,
    schema_rules,
    source_rules,
    standard_rules,
)
from generator.rules.rule import Breach, Rule


def _no_breaches(_: Subject) -> Iterator[Breach]:
    """Yield no breach: a subject exists only where the file could be read."""
    return iter(())


READABLE = Rule(
    "NW001", "The file can be read: UTF-8, one document, one mapping of plain data.", _no_breaches
)
RULES: tuple[Rule, ...] = (
    READABLE,
    *standard_rules.RULES,
    *operation_rules.RULES,
    *schema_rules.RULES,
    *evidence_rules.RULES,
    *source_rules.RULES,
    *check_rules.RULES,
    *example_rules.RULES,
)
_LARGE = 500_000


def check_document(document: Document) -> list[Finding]:
    """Return all that a document breaks of the house rules, in the order of its lines.

    Args:
        document: A document of spec/; its sources are looked for beside it, in the folder `sources`.
    """
    subject = Subject(document)
    for is_comparison in (False, True):
        rules = [rule for rule in RULES if rule.is_comparison == is_comparison]
        findings = {finding for rule in rules for finding in _findings(subject, rule)}
        if findings:
            return sorted(findings)
    return []


def _findings(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for breach in rule.breaches(subject):
        document = breach.document or subject.document
        line = document.line(breach.pointer)
        yield Finding(document.path.as_posix(), line, rule.id, breach.pointer, breach.message, breach.mend)


Read = Callable[[Path], Document]
"""Reads a document, or raises DocumentError."""


def check_files(
    files: Iterable[Path], report: Callable[[str], None], read: Read = read_document
) -> list[Finding]:
    """Return where files break the house rules.

    Args:
        files: The documents.
        report: Receives a line for each slow file.
        read: Reads a file.
    """
    findings: list[Finding] = []
    for path in files:
        if path.is_file() and path.stat().st_size > _LARGE:
            report(f"checking {path.as_posix()}")
        findings += check_file(path, read)
    return findings


def check_file(path: Path, read: Read = read_document) -> list[Finding]:
    """Return all that a file breaks of the house rules; one that can't be read breaks the first.

    Args:
        path: The file.
        read: Reads it.
    """
    try:
        return check_document(read(path))
    except DocumentError as error:
        return [unreadable(error)]


def unreadable(error: DocumentError) -> Finding:
    """Return the finding that says why a file can't be read."""
    message = error.message[0].upper() + error.message[1:]
    return Finding(error.path.as_posix(), error.line or 1, READABLE.id, "", message, "Correct the file.")
