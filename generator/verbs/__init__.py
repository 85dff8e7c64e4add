"""The verbs of the command line, one row each; a new verb is a module here and a row in the table."""

from __future__ import annotations

from generator.verbs.verb import Group, Row

VERBS: tuple[Row | Group, ...] = (
    Row("check", "hold documents against the house rules", "generator.verbs.check"),
    Row("generate", "generate the typed packages from spec/", "generator.verbs.generate"),
    Group(
        name="docs",
        summary="read documentation pages and hold them against the spec",
        description=(
            "Reads captured documentation pages as facts, holds them against what spec/ and its sources keep, and takes"
            " over what changed. A page is a file or an https URL."
        ),
        verbs=(
            Row("read", "show what pages state", "generator.verbs.docs.read"),
            Row(
                "check",
                "hold pages against what is recorded of them, and against the spec",
                "generator.verbs.docs.check",
            ),
            Row("accept", "take pages over into spec/ and its sources", "generator.verbs.docs.accept"),
            Row("explain", "say where a field or a value comes from", "generator.verbs.docs.explain"),
        ),
    ),
    Row("diff", "say what changed for those who call the client", "generator.verbs.diff"),
    Row("version", "tell the project's version", "generator.verbs.version"),
    Row("fragment", "fail where a change has no changelog fragment", "generator.verbs.fragment"),
    Row("release", "write the next version, its notes and its archives", "generator.verbs.release"),
    Row("pack", "build the sdist and the wheel into dist/", "generator.verbs.pack"),
    Row("publish", "take the archives to a package index", "generator.verbs.publish"),
    Row("audit", "ask what is known against the locked packages", "generator.verbs.audit"),
)
