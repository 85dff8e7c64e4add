"""Versions: which number comes after another, by semver (https://semver.org); nothing here reads a state."""

from __future__ import annotations

import re

from generator.diff.change import Level

_RELEASE = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)


def release_number(version: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a release, or None for any other text, a pre-release's too."""
    found = _RELEASE.fullmatch(version)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def next_version(current: str, level: Level) -> str:
    """Return the version that a change of a level asks for.

    From 1.0.0 on a breaking change moves the first number, a minor one the second, a patch the third. Before it the
    first stays 0, and all moves one place down, as usual: a breaking change moves the second number, and a minor one
    moves the third, as a patch does. So `~=0.2.1` and Cargo's `^0.2.1` alike never bring a break.

    Args:
        current: The version of the last release, such as `0.1.0`.
        level: The gravest change since then; without one the version stays.

    Raises:
        ValueError: The current version is no `X.Y.Z`.
    """
    numbers = release_number(current)
    if numbers is None:
        raise ValueError(f"{current!r} is no released version: three numbers, such as 0.1.0, are.")
    major, minor, patch = numbers
    if level is Level.NONE:
        return current
    place = Level.BREAKING - level + (major == 0)
    return (f"{major + 1}.0.0", f"{major}.{minor + 1}.0", f"{major}.{minor}.{patch + 1}")[min(place, 2)]
