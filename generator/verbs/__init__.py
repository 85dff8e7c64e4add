"""The verbs of the command line, one row each; a new verb is a module here and a row in the table."""

from __future__ import annotations

from generator.verbs import audit, build, check, diff, docs, fragment, pack, publish, release, version
from generator.verbs.verb import Group, Verb

VERBS: tuple[Verb | Group, ...] = (
    check.VERB,
    build.VERB,
    docs.VERB,
    diff.VERB,
    version.VERB,
    fragment.VERB,
    release.VERB,
    pack.VERB,
    publish.VERB,
    audit.VERB,
)
