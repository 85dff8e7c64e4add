"""Reads the version of a release."""

from __future__ import annotations

from packaging.version import Version


def parse_release(text: str) -> Version | None:
    """Return the version of a release, three numbers, or None for any other text, a pre-release's too."""
    try:
        version = Version(text)
    except ValueError:  # no version, or numbers of thousands of digits
        return None
    is_release = len(version.release) == 3 and text == ".".join(map(str, version.release))  # noqa: PLR2004 - as in 1.2.3
    return version if is_release else None
