"""The verb `generate`: generates the typed packages from documents."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from generator.codegen.pipeline import (
    PACKAGE,
    GeneratedPackage,
    generate_package,
    generate_project,
    start_tools,
)
from generator.codegen.stale_imports import StaleImport, stale_imports
from generator.files import differences, workshop
from generator.findings import Finding, GenerateError, count_words
from generator.openapi.document import Document, DocumentError, read_document
from generator.rules import check_files, unreadable
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, UsageError, Verb, display_path, spec_paths


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--spec", type=Path, metavar="FILE", help="generate from this OpenAPI 3.0 or 3.1 document instead"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the package of --spec goes")
    parser.add_argument(
        "--client",
        action="store_true",
        help="write clients into the package of --spec, which then needs numberwire",
    )
    parser.add_argument(
        "--no-extra",
        action="store_true",
        help="keep no members beyond the fields of a class of --spec, where the document allows such",
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 if something had to be left out")
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit with 1 if generated/ is not up to date with spec/",
    )


def _run(arguments: Namespace, report: Report) -> Outcome:
    if bool(arguments.spec) != bool(arguments.out):
        raise UsageError("--spec and --out go together: the document, and where its package goes")
    if arguments.client and not arguments.spec:
        raise UsageError("--client is for the package of --spec; numberwire has its own clients")
    if arguments.no_extra and not arguments.spec:
        raise UsageError("--no-extra is for the package of --spec")
    if arguments.check and arguments.spec:
        raise UsageError("--check compares generated/ with spec/ and takes no --spec")
    start_tools()  # they load during the check
    try:
        if arguments.spec:
            package = generate_package(
                arguments.spec,
                arguments.out,
                report,
                client=arguments.client,
                keeps_extra=not arguments.no_extra,
            )
            return _outcome([package], strict=arguments.strict)
        paths = spec_paths()
        read = cache(read_document)  # what is checked is what is generated from
        if findings := check_files(paths, report, read):
            return _failed_outcome(findings)
        documents = [read(path) for path in paths]
        if arguments.check:
            return _comparison(documents, report)
        generated = ROOT / "generated"
        outcome = _outcome(generate_project(ROOT, generated, report, documents), strict=arguments.strict)
        return _with_stale_imports(outcome, stale_imports(ROOT / "overrides", generated, PACKAGE))
    except DocumentError as error:
        return _failed_outcome([unreadable(error)])
    except GenerateError as error:
        return _failed_outcome(error.findings, Finding.text_with_pointer)


def _outcome(results: Sequence[GeneratedPackage], *, strict: bool) -> Outcome:
    lines: list[str] = []
    for result in results:
        lines += [*map(Finding.text_with_pointer, result.omissions), _summary(result)]
    data = [
        {
            "package": display_path(result.package).as_posix(),
            "models": result.models,
            "operations": result.operations,
            "omissions": [finding.as_json() for finding in result.omissions],
        }
        for result in results
    ]
    is_bad = strict and any(result.omissions for result in results)
    return Outcome(BAD if is_bad else FINE, lines, {"generated": data, "findings": []})


def _with_stale_imports(outcome: Outcome, stale: Sequence[StaleImport]) -> Outcome:
    """Return an outcome with what overrides/ imports from the package and the package no longer has."""
    lines = [
        f"{display_path(one.path)}:{one.line}: {one.module} no longer has {one.name}: change by hand what uses it."
        for one in stale
    ]
    data = [{**asdict(one), "path": display_path(one.path).as_posix()} for one in stale]
    return Outcome(
        BAD if stale else outcome.code, [*outcome.lines, *lines], {**outcome.data, "stale_imports": data}
    )


def _comparison(documents: Sequence[Document], report: Report) -> Outcome:
    """Generate into a temporary folder and compare; what is committed has to be what the documents give."""
    with workshop() as folder:
        generate_project(ROOT, folder, report, documents)
        names = [f"{PACKAGE}/{name}" for name in differences(folder / PACKAGE, ROOT / "generated" / PACKAGE)]
    lines = [f"generated/{name} is not up to date with spec/." for name in names]
    lines.append(
        "Run `python -m generator generate` and commit." if names else "generated/ is up to date with spec/."
    )
    return Outcome(BAD if names else FINE, lines, {"differences": names, "findings": []})


def _summary(result: GeneratedPackage) -> str:
    parts = [count_words(result.models, "model"), count_words(result.operations, "operation")]
    if result.omissions:
        parts.append(f"{len(result.omissions)} left out or typed Any")
    return f"{display_path(result.package).as_posix()}: {', '.join(parts)}."


def _failed_outcome(findings: Sequence[Finding], as_line: Callable[[Finding], str] = str) -> Outcome:
    lines = [*map(as_line, findings), f"Nothing was generated: {count_words(len(findings), 'finding')}."]
    return Outcome(BAD, lines, {"generated": [], "findings": [finding.as_json() for finding in findings]})


VERB = Verb(
    description=(
        "Checks every document of spec/ and writes its package into generated/, which stays as it was if"
        " anything fails; exits with 1 if overrides/ imports what it no longer has. With --spec it takes any OpenAPI"
        " 3.0 or 3.1 document, without the house rules: what can't be expressed there is typed Any or left out, and"
        " listed."
    ),
    examples=(
        ("python -m generator generate", "generates generated/ from spec/"),
        ("python -m generator generate --spec api.json --out lib", "writes the package lib/api"),
        ("python -m generator generate --spec api.json --out lib --strict", "fails if something is left out"),
        ("python -m generator generate --spec api.json --out lib --client", "adds clients that send"),
        ("python -m generator generate --check", "fails if generated/ is out of date"),
        ("python -m generator generate --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
