"""The verbs of the command line, one row each, with the nox session that runs it; a new verb is a module and a row."""

from __future__ import annotations

from generator.verbs.verb import Group, Row

VERBS: tuple[Row | Group, ...] = (
    Row("check", "check documents against the house rules", "generator.verbs.check", "spec"),
    Row("generate", "generate the typed packages from documents", "generator.verbs.generate", "generate"),
    Group(
        name="docs",
        session="docs",
        summary="read documentation pages and compare them with the spec",
        description=(
            "Reads captured documentation pages as facts, compares them with what spec/ and its sources record, and"
            " accepts what changed. A page is a file or an https URL."
        ),
        verbs=(
            Row("read", "show what pages state", "generator.verbs.docs.read"),
            Row("check", "compare pages with their records and with the spec", "generator.verbs.docs.check"),
            Row("accept", "record pages and change the spec accordingly", "generator.verbs.docs.accept"),
            Row("draft", "begin the spec of a new API from pages", "generator.verbs.docs.draft"),
            Row("explain", "show where a field or a value comes from", "generator.verbs.docs.explain"),
        ),
    ),
    Row("diff", "list what changed for users of the client", "generator.verbs.diff", "diff"),
    Row("version", "print the version", "generator.verbs.version"),
    Row("fragment", "fail if a change has no changelog fragment", "generator.verbs.fragment", "fragments"),
    Row(
        "release", "write the next version, its notes and its archives", "generator.verbs.release", "release"
    ),
    Row("build", "build the sdist and the wheel into dist/", "generator.verbs.build", "build"),
    Row("publish", "upload the archives to a package index", "generator.verbs.publish", "publish"),
    Row("audit", "check locked packages for known vulnerabilities", "generator.verbs.audit", "audit"),
)
