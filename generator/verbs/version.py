"""The verb `version`: prints the project's version."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.release.version_lines import project_version
from generator.verbs.verb import FINE, ROOT, Outcome, Report, Verb


def _add_arguments(_: ArgumentParser) -> None:
    pass


def _run(_: Namespace, __: Report) -> Outcome:
    version = project_version((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return Outcome(FINE, [version], {"version": version})


VERB = Verb(
    description="Prints the version, which is in pyproject.toml and nowhere else.",
    examples=(
        ("python -m generator version", "prints the version"),
        ("python -m generator version --json", "prints it as JSON, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
