"""Keywords that a method doesn't have: refused with the name that was meant, before anything is sent; pure."""

from collections.abc import Collection, Mapping
from typing import Any

from numberwire.errors import FieldError, InvalidRequestError

__all__ = ["require_known"]

_NEAR = 0.7


def require_known(
    method: str,
    given: Mapping[str, Any],
    known: Collection[str],
    *,
    consequence: str,
    code: str | None = None,
    meant: Mapping[str, str] | None = None,
) -> None:
    """Refuse keywords that a method doesn't have.

    Args:
        method: The method, as its caller knows it.
        given: The keywords given.
        known: Those it has, in the order to name them in.
        consequence: What the server would make of one that it doesn't know.
        code: The code the server would give, where it gives one.
        meant: Names that people take from elsewhere, and what they mean by them.

    Raises:
        InvalidRequestError: With the name that was meant, where one is near.
    """
    for name in given:
        if name not in known:
            wanted = (meant or {}).get(name)
            near = [wanted] if wanted in known else _near(name, known)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
            error = InvalidRequestError(f"{method} has no {name}, and the server would {consequence}. {hint}")
            error.errors = (FieldError(code, "no such field", name),)
            raise error


def _near(name: str, known: Collection[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return get_close_matches(name, sorted(known), 1, _NEAR)
