"""`numberwire audit`: reads all numbers, and says which are set up wrong."""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from numberwire import __version__
from numberwire.cli._account import open_client
from numberwire.cli._audit_rules import RULES, Finding, Rule, Severity, find_all, mend_fields
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._find_number import read_numbers
from numberwire.cli._options import account_option, command, format_options
from numberwire.cli._plan_text import format_plan_text
from numberwire.cli._planning import refusals_of, save_plan
from numberwire.cli._reach import REACH_RULES, make_reach_rules
from numberwire.cli._recording import update_change
from numberwire.cli._streams import Listing, count_of, say, write_listing
from numberwire.cli._target import find_target
from numberwire.fleet._plan import Change, Plan
from numberwire.signalwire import PhoneNumber
from numberwire.signalwire._fleet import owned_of

__all__ = ["audit"]

_ALL_RULES = (*RULES, *REACH_RULES)
_RULE = click.Choice([rule.name for rule in _ALL_RULES])


def _list_rules(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 as click calls it
    if is_asked:
        write_listing(
            Listing(
                key="audit_rules",
                records=[
                    {"rule": rule.name, "severity": rule.severity, "meaning": rule.meaning}
                    for rule in _ALL_RULES
                ],
                fields=("rule", "severity", "meaning"),
                columns={
                    "RULE": lambda record: str(record["rule"]),
                    "SEVERITY": lambda record: str(record["severity"]),
                    "MEANING": lambda record: str(record["meaning"]),
                },
            ),
            "",
        )
        ctx.exit()


@command(
    ExitCode.FAILED,
    ExitCode.FINDINGS,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire audit", "All findings, the worst first"),
        ("numberwire audit --severity warning --markdown", "Without notes, for a pull request"),
        ("numberwire audit --rule tunnel-host --rule loopback-host", "Two rules alone"),
        ("numberwire audit --ignore no-e911 --json", "All rules but one, as JSON"),
        ("numberwire audit --reach", "Connect to the webhooks' hosts, too; no webhook is called"),
        ("numberwire audit --fix fixes.json", "Save a plan of the fixes that need no decision"),
    ],
)
@click.option(
    "--rule", "only", multiple=True, type=_RULE, metavar="RULE", help="Only this rule; may be repeated."
)
@click.option("--ignore", multiple=True, type=_RULE, metavar="RULE", help="Skip this rule; may be repeated.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.NOTE.value,
    show_default=True,
    help="The lowest severity to show.",
)
@click.option(
    "--rules", is_flag=True, is_eager=True, expose_value=False, callback=_list_rules, help="List the rules."
)
@click.option(
    "--reach", is_flag=True, help="Also connect to each host of a webhook once; no webhook is called."
)
@click.option(
    "--fix",
    "plan_file",
    metavar="FILE",
    help="Save a plan of the fixes that need no decision; nothing is changed.",
)
@format_options()
@account_option
def audit(
    only: Sequence[str],
    *,
    ignore: Sequence[str],
    severity: str,
    reach: bool,
    plan_file: str | None,
    output_format: str,
    profile: str | None,
) -> None:
    """Look for numbers that are set up wrong.

    Nothing is sent to a webhook, not even with --reach: that connects to each host once, by TCP and TLS, and hangs up;
    private addresses are left alone. It ends with exit code 3 if there is an error or a warning; notes alone end with
    0.
    """
    if not reach and (names := [rule.name for rule in REACH_RULES if rule.name in only]):
        raise Failure(f"The rule {names[0]} connects to hosts: add --reach.", ExitCode.USAGE)
    known = (*RULES, *make_reach_rules()) if reach else RULES
    rules = [rule for rule in known if (not only or rule.name in only) and rule.name not in ignore]
    with open_client(profile) as client:
        numbers = read_numbers(client)
    least = Severity(severity)
    findings = [finding for finding in find_all(numbers, rules) if finding.severity.rank <= least.rank]
    _write_findings(findings, output_format)
    counts = Counter(finding.severity for finding in findings)
    parts = [count_of(counts[kind], kind) for kind in Severity if counts[kind]]
    say(f"{count_of(len(numbers), 'number')} audited: {', '.join(parts) or 'nothing found'}.")
    if plan_file is not None:
        _save_mends(plan_file, numbers, findings, rules, profile)
    if counts[Severity.ERROR] or counts[Severity.WARNING]:
        raise click.exceptions.Exit(int(ExitCode.FINDINGS))


def _save_mends(
    plan_file: str,
    numbers: Sequence[PhoneNumber],
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    profile: str | None,
) -> None:
    """Show and save the plan that mends what can be mended; what else was found stays for a person."""
    found = defaultdict[str, set[str]](set)
    for finding in findings:
        found[finding.number.id].add(finding.rule)
    changes: list[Change] = []
    for number in numbers:
        fields = owned_of(number).fields
        mended = mend_fields(fields, [rule for rule in rules if rule.name in found[number.id]])
        if mended != fields:
            changes.append(update_change(number, mended))
    if not changes:
        say("None of the findings can be fixed by a plan; none was saved.")
        return
    target = find_target("signalwire", {}, profile=profile, state_dir=None)
    made = Plan(
        tool=__version__,
        api=target.api.name,
        account=dict(target.account),
        created_at=datetime.now(UTC),
        numbers=len(numbers),
        changes=tuple(changes),
    ).with_seal()
    sys.stderr.write(
        format_plan_text(made, target.title, target.api, most=50, rest=f"they are in {plan_file}")
    )
    save_plan(made, plan_file, refusals_of(made, target, [owned_of(number) for number in numbers]))


def _write_findings(findings: Sequence[Finding], output_format: str) -> None:
    if not findings and not output_format:
        return
    write_listing(
        Listing(
            key="findings",
            records=[finding.as_record() for finding in findings],
            fields=Finding.FIELDS,
            columns={
                "SEVERITY": lambda record: str(record["severity"]),
                "RULE": lambda record: str(record["rule"]),
                "NUMBER": lambda record: str(record["number"]),
                "NAME": lambda record: str(record["name"] or ""),
                "FINDING": lambda record: str(record["message"]),
            },
        ),
        output_format,
    )
