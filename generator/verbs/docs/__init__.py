"""The verbs of documentation pages, one module each; a new one is a module here and a row in the table."""

from __future__ import annotations

from generator.verbs.docs import accept, check, explain, read
from generator.verbs.verb import Group

VERB = Group(
    name="docs",
    summary="read documentation pages and hold them against the spec",
    description=(
        "Reads captured documentation pages as facts, holds them against what spec/ and its sources keep, and takes"
        " over what changed. A page is a file or an https URL."
    ),
    verbs=(read.VERB, check.VERB, accept.VERB, explain.VERB),
)
