"""The verb `generate`: its arguments and its help; `generator.verbs.generation` does it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.codegen.tool_process import TOOLS
from generator.verbs.verb import Outcome, Report, UsageError, Verb


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
    TOOLS.start("models", "operations")  # they load while all that is needed here does, and during the check
    from generator.verbs.generation import generate  # noqa: PLC0415 - see above

    return generate(arguments, report)


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
