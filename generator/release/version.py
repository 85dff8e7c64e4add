"""Version: it stands in pyproject.toml alone, and is read and changed as text; nothing here touches a file."""

from __future__ import annotations

import re
import tomllib

from generator.diff.version import release_number
from generator.release.failure import ReleaseError

_LINE = re.compile(r'^(?P<before>version\s*=\s*)"[^"\n]*"', re.MULTILINE)


def numbers(version: str) -> tuple[int, int, int]:
    """Return a version's three numbers.

    Args:
        version: Such as `0.2.0`.

    Raises:
        ReleaseError: It is of another form.
    """
    found = release_number(version)
    if found is None:
        raise ReleaseError(f"{version!r} is no version of this project: three numbers are, such as 0.2.0.")
    return found


def version_in(pyproject: str) -> str:
    """Return the version that the text of a pyproject.toml gives."""
    version: str = tomllib.loads(pyproject)["project"]["version"]
    return version


def with_version(pyproject: str, version: str) -> str:
    """Return the text of a pyproject.toml with another version, and nothing else changed.

    Args:
        pyproject: The text.
        version: The new version.

    Raises:
        ReleaseError: The version doesn't stand on a line of its own.
    """
    wanted = tomllib.loads(pyproject)
    wanted["project"]["version"] = version
    for found in _LINE.finditer(pyproject):
        made = f'{pyproject[: found.start()]}{found["before"]}"{version}"{pyproject[found.end() :]}'
        if tomllib.loads(made) == wanted:
            return made
    raise ReleaseError('pyproject.toml needs a line `version = "..."` below [project].')
