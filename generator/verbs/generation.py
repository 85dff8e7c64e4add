"""Checks documents and generates their packages for the verb `generate`, and says how it went."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache

from generator.codegen.pipeline import PACKAGE, GeneratedPackage, generate_package, generate_project
from generator.codegen.stale_imports import PackageImport, read_imports, stale_imports
from generator.files import differences, workshop
from generator.findings import Finding, GenerateError, count_words
from generator.openapi.document import Document, DocumentError, read_document
from generator.rules import check_files, unreadable
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, display_path, spec_paths


def generate(arguments: Namespace, report: Report) -> Outcome:
    """Generate what the arguments ask for.

    Args:
        arguments: Those of the verb.
        report: Is told of each step.
    """
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
        return _generated_project(documents, report, strict=arguments.strict)
    except DocumentError as error:
        return _failed_outcome([unreadable(error)])
    except GenerateError as error:
        return _failed_outcome(error.findings, Finding.text_with_pointer)


def _generated_project(documents: Sequence[Document], report: Report, *, strict: bool) -> Outcome:
    generated = ROOT / "generated"
    with ThreadPoolExecutor(1) as beside:  # most of the time something waits for other processes
        imports = beside.submit(read_imports, ROOT / "overrides", PACKAGE)
        outcome = _outcome(generate_project(ROOT, generated, report, documents), strict=strict)
        return _with_stale_imports(outcome, stale_imports(imports.result(), generated))


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


def _with_stale_imports(outcome: Outcome, stale: Sequence[PackageImport]) -> Outcome:
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
