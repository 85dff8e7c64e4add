"""A plan in words: what changes, number by number, for a terminal, for a comment, and as JSON; secrets are masked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from numberwire.cli._account import suggest
from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._streams import count_of, terminal_columns
from numberwire.fleet._guards import Refusal
from numberwire.fleet._plan import Change, Plan
from numberwire.fleet._protocols import Api, Fields, Value

__all__ = ["describe_changes", "format_plan_markdown", "format_plan_text", "plan_record", "summarize"]

_MARKS = {"update": "~", "buy": "+", "release": "-"}
_LONGEST_COMMENT = 60_000
_PLACE_COLUMN = 76
_EMPTY = "(empty)"
_FEW_PERCENT = 10


def show_value(value: Value) -> str:
    """A field's value in a line, its secrets masked; the first parameter of a handler needs no name."""
    if isinstance(value, dict):
        name, *texts = (
            spell_out(mask_url(text) if index < 2 else f"{key}={mask_url(text)}")  # noqa: PLR2004 the handler, its own
            for index, (key, text) in enumerate(value.items())
        )
        return " ".join([name, *texts])
    return spell_out(mask_url(value)) if value else _EMPTY


def _show_step(before: Value, after: Value) -> str:
    shown = show_value(before), show_value(after)
    return " -> ".join(shown) + (" (a masked secret differs)" if shown[0] == shown[1] else "")


def describe_fields(expect: Fields, wanted: Fields) -> Iterator[tuple[str, str]]:
    """What changes of a number: field and step, a parameter a line where the handler stays."""
    for field, after in wanted.items():
        if field not in expect:
            yield field, f"(not known) -> {show_value(after)}"
            continue
        before = expect[field]
        if (
            isinstance(before, dict)
            and isinstance(after, dict)
            and before.get("handler") == after.get("handler")
        ):
            title = f"{field:<9} {after['handler']}"
            for name in dict.fromkeys([*before, *after]):
                if before.get(name) != after.get(name):
                    yield title, f"{name} {_show_step(before.get(name), after.get(name))}"
                    title = ""
        else:
            yield field, _show_step(before, after)


def describe_changes(changes: Sequence[Change], api: Api, columns: int | None = None) -> Iterator[str]:
    """The lines of changes.

    Args:
        changes: The changes.
        api: What the API's numbers have.
        columns: The width of the terminal; None where there is none.
    """
    longest = max((len(change.place) for change in changes), default=0)
    column = _PLACE_COLUMN if columns is None else max(min(_PLACE_COLUMN, columns - longest - 2), 0)
    for change in changes:
        text = f"  {_MARKS[change.op]} {change.number}  {_describe_op(change)}"
        yield f"{text:<{column}}  {change.place}".rstrip()
        if change.op != "release":
            is_new = change.op == "buy"
            lines = list(
                ((field, show_value(value)) for field, value in change.set.items())
                if is_new
                else describe_fields(change.expect, change.set)
            )
            width = max((len(title) for title, _ in lines), default=0)
            yield from (f"      {title:<{width}}  {step}" for title, step in lines)
            yield from () if is_new else _notes(change, api)


def _describe_op(change: Change) -> str:
    if change.op == "update":
        seen = f"  (last seen {change.seen_at:%Y-%m-%d})" if change.seen_at else ""
        return spell_out(change.name) + seen
    if change.op == "release":
        since = f"; yours since {change.created_at:%Y-%m-%d}" if change.created_at else ""
        name = f"{spell_out(change.name)}: " if change.name else ""
        return f"{name}release for good{since}"
    return "buy, then:" if change.set else "buy"


def _notes(change: Change, api: Api) -> Iterator[str]:
    for field in change.set:
        if field in change.before and not api.is_settable(field, change.before[field]):
            value = change.before[field]
            what = value["handler"] if isinstance(value, dict) else show_value(value)
            yield f"      the API can't set {what} again: its {field} can't be restored"


def summarize(plan: Plan) -> list[str]:
    """How much a plan changes, in lines."""
    tally, lines = plan.tally, list[str]()
    parts: list[str] = []
    if tally.update:
        percent = tally.update * 100 / max(plan.numbers, 1)
        parts.append(f"{tally.update:,} to update ({percent:.{1 if percent < _FEW_PERCENT else 0}f} %)")
    if tally.buy:
        monthly = plan.monthly
        cost = (
            f" (about {monthly} {plan.prices.currency} a month more, by your price list)" if monthly else ""
        )
        parts.append(f"{tally.buy:,} to buy{cost}")
    if tally.release:
        parts.append(f"{tally.release:,} to release for good")
    lines.append(", ".join(parts) or "no changes")
    if plan.unlisted:
        lines.append(
            f"not in the file: {count_of(plan.unlisted, 'number')} ({suggest('plan', '--unlisted')})"
        )
    return lines


def title_of(plan: Plan, title: str) -> str:
    """The first line: the account, and how much changes."""
    undo = f", taking back run {plan.undo_of}" if plan.undo_of else ""
    return f"{title}: {count_of(plan.numbers, 'number')}, {count_of(len(plan.changes), 'change')}{undo}"


def format_plan_text(
    plan: Plan, title: str, api: Api, *, most: int | None, rest: str = "--all shows them"
) -> str:
    """A plan for a terminal.

    Args:
        plan: The plan.
        title: The account.
        api: What the API's numbers have.
        most: How many changes to show; None for all.
        rest: Where the others are to be seen.
    """
    shown = _gravest(plan.changes, most)
    lines = [title_of(plan, title), ""]
    if shown:
        lines += [*describe_changes(shown, api, terminal_columns())]
        if len(shown) < len(plan.changes):
            lines.append(f"  ... and {len(plan.changes) - len(shown):,} more ({rest})")
        lines.append("")
    return "".join(f"{line}\n" for line in [*lines, *(f"  {line}" for line in summarize(plan))])


def _gravest(changes: Sequence[Change], most: int | None) -> list[Change]:
    """So many changes in their order: no release and no purchase is hidden behind updates."""
    if most is None or len(changes) <= most:
        return list(changes)
    order = ("release", "buy", "update")
    kept = set(sorted(range(len(changes)), key=lambda place: order.index(changes[place].op))[:most])
    return [change for place, change in enumerate(changes) if place in kept]


def format_plan_markdown(plan: Plan, title: str, api: Api, refusals: Sequence[Refusal]) -> str:
    """A plan for a comment: the summary, then whole changes while they fit."""
    head = [f"### numberwire plan: {_escape(title_of(plan, title))}", ""]
    head += [_escape(line) + "  " for line in summarize(plan)]
    head += [f"Refused as it is: {_escape(refusal.message)} `{refusal.flag}`  " for refusal in refusals]
    text = "\n".join(head) + "\n"
    if not plan.changes:
        return text
    blocks: list[str] = []
    size = len(text.encode()) + 200
    for change in sorted(plan.changes, key=lambda change: change.op == "update"):  # see _gravest
        block = "\n".join(describe_changes([change], api)).replace("```", "` ` `") + "\n"
        size += len(block.encode())
        if size > _LONGEST_COMMENT:
            break
        blocks.append(block)
    more = len(plan.changes) - len(blocks)
    rest = f"\nand {more:,} more, in the saved plan\n" if more else ""
    return f"{text}\n```diff\n{''.join(_as_diff(block) for block in blocks)}```\n{rest}"


def _as_diff(block: str) -> str:
    """A change with its mark in the first column, where a comment colours it."""
    return block.replace("  ~ ", "! ", 1).replace("  + ", "+ ", 1).replace("  - ", "- ", 1)


def _escape(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_[]<>|#" else character for character in text)


def _mask_value(value: Value) -> Any:
    if isinstance(value, dict):
        return {name: mask_url(text) for name, text in value.items()}
    return mask_url(value) if value else value


def plan_record(plan: Plan, refusals: Sequence[Refusal]) -> dict[str, Any]:
    """A plan as JSON values, its secrets masked."""
    mask: Callable[[Fields], dict[str, Any]] = lambda fields: {  # noqa: E731 used thrice below
        name: _mask_value(value) for name, value in fields.items()
    }
    tally = plan.tally
    return {
        "api": plan.api,
        "account": plan.account,
        "created_at": plan.created_at.isoformat(),
        "numbers": plan.numbers,
        "unlisted": plan.unlisted,
        "undo_of": plan.undo_of or None,
        "buys": tally.buy,
        "updates": tally.update,
        "releases": tally.release,
        "monthly": str(plan.monthly) if tally.buy and plan.monthly is not None else None,
        "currency": plan.prices.currency or None,
        "refusals": [{"message": refusal.message, "flag": refusal.flag or None} for refusal in refusals],
        "changes": [
            {
                "op": change.op,
                "number": change.number,
                "id": change.id or None,
                "place": change.place or None,
                "expect": mask(change.expect),
                "set": mask(change.set),
                "before": mask(change.before),
                "created_at": change.created_at.isoformat() if change.created_at else None,
            }
            for change in plan.changes
        ],
    }
