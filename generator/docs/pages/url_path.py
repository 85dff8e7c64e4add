"""The paths of URLs as pages write them: with `:id`, with samples, or not quite by the rules."""

from __future__ import annotations

import re

_PARAMETER = re.compile(r":([A-Za-z_]\w*)(?=/|$)")
_URL = re.compile(r"(?:[A-Za-z][\w+.-]*://[^/?#]*)?(?P<path>[^?#]*)")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def path_of(url: str, sample: str = "id") -> str:
    """Return the path of a URL without host and query, its parameters in braces.

    Args:
        url: The URL, or its path alone; `:id` is a parameter, and so is a UUID.
        sample: What the parameter is called of which a UUID is a sample.
    """
    return _UUID.sub(f"{{{sample}}}", _PARAMETER.sub(r"{\1}", path_part(url)))


def path_part(url: str) -> str:
    """Return the path of a URL as it is written, which need not be one by the rules.

    Args:
        url: The URL, or its path alone.
    """
    match = _URL.match(url)
    return match["path"] if match else ""
