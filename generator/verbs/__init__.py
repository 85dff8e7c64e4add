"""The verbs of the command line, one row each; a new verb is a module here and a row in the table."""

from __future__ import annotations

from generator.verbs import build, check, diff
from generator.verbs.verb import Group, Verb

VERBS: tuple[Verb | Group, ...] = (
    check.VERB,
    build.VERB,
    diff.VERB,
)
