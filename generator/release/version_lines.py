"""The version in pyproject.toml and the releases in the changelog, read and changed as text."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from packaging.version import Version

from generator.findings import CommandError
from generator.versions import parse_release

_LINE = re.compile(r'^(?P<before>version\s*=\s*)"[^"\n]*"', re.MULTILINE)


def release_version(text: str) -> Version:
    """Return the version of a release.

    Args:
        text: Such as `0.2.0`.

    Raises:
        CommandError: It is of another form.
    """
    version = parse_release(text)
    if version is None:
        raise CommandError(f"{text!r} is not a version of this project: write three numbers, such as 0.2.0.")
    return version


def project_version(pyproject: str) -> str:
    """Return the version that the text of a pyproject.toml gives."""
    version: str = tomllib.loads(pyproject)["project"]["version"]
    return version


def set_version(pyproject: str, version: str) -> str:
    """Return the text of a pyproject.toml with another version, and nothing else changed.

    Args:
        pyproject: The text.
        version: The new version.

    Raises:
        CommandError: The version is not on a line of its own.
    """
    wanted = tomllib.loads(pyproject)
    wanted["project"]["version"] = version
    for line in _LINE.finditer(pyproject):
        text = f'{pyproject[: line.start()]}{line["before"]}"{version}"{pyproject[line.end() :]}'
        if tomllib.loads(text) == wanted:
            return text
    raise CommandError('pyproject.toml needs a line `version = "..."` below [project].')


# Changelog: which releases CHANGELOG.md has, and its text with one more.

_HEADING = re.compile(r"^## ", re.MULTILINE)
_RELEASE = re.compile(r"^## (?P<version>\S+) - (?P<day>\d{4}-\d\d-\d\d)$", re.MULTILINE)


def release_day(changelog: str, version: str) -> date | None:
    """Return the day of a release, or None where the changelog has none of that version.

    Args:
        changelog: Its text.
        version: The version.
    """
    for heading in _RELEASE.finditer(changelog):
        if heading["version"] == version:
            return date.fromisoformat(heading["day"])
    return None


def insert_release(changelog: str, notes: str) -> str:
    """Return a changelog with the notes of a release above those of the earlier ones.

    Args:
        changelog: Its text.
        notes: The notes, with their heading.
    """
    first = _HEADING.search(changelog)
    at = first.start() if first else len(changelog)
    parts = (changelog[:at], notes, changelog[at:])
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
