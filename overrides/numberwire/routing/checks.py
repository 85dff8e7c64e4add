"""The checks that hold before a request is sent: a function for each check that `x-checks` of the spec names."""

from numberwire._checks import Sent, checks
from numberwire_api import CheckRow
from numberwire_api.routing import checks as table

__all__ = ["CHECKS"]


def _refuse_empty(row: CheckRow, sent: Sent) -> str | None:
    return None if sent else f"the update changes nothing: {row.rule}"


def _refuse_cleared(row: CheckRow, sent: Sent) -> str | None:
    return next((f"{name} can't be cleared: {row.rule}" for name in row.fields if sent.get(name) == ""), None)


def _refuse_plain(row: CheckRow, sent: Sent) -> str | None:
    for name in row.fields:
        if sent.get(name) and not sent[name].startswith("https://"):
            return f"{name} is {sent[name]!r}: {row.rule}"
    return None


CHECKS = checks(
    table.CHECKS,
    {"changes-nothing": _refuse_empty, "campaign-cleared": _refuse_cleared, "https": _refuse_plain},
)
"""Every check by its operation, in the order in which a request meets them."""
