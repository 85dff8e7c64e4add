"""`numberwire audit`: reads all numbers, and says which are set up wrong."""

from collections import Counter
from collections.abc import Sequence

import click

from numberwire.cli._account import open_client
from numberwire.cli._audit_rules import RULES, Finding, Severity, find_all
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._lookup import read_numbers
from numberwire.cli._options import account_option, command, format_options
from numberwire.cli._streams import Listing, count_of, say, write_listing

__all__ = ["audit"]

_RULE = click.Choice([rule.name for rule in RULES])


def _list_rules(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 as click calls it
    if is_asked:
        write_listing(
            Listing(
                key="audit_rules",
                records=[
                    {"rule": rule.name, "severity": rule.severity, "meaning": rule.meaning} for rule in RULES
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
@format_options()
@account_option
def audit(
    only: Sequence[str], ignore: Sequence[str], severity: str, output_format: str, profile: str | None
) -> None:
    """Look for numbers that are set up wrong.

    Nothing is sent to a webhook. It ends with exit code 3 if there is an error or a warning; notes alone end with 0.
    """
    rules = [rule for rule in RULES if (not only or rule.name in only) and rule.name not in ignore]
    with open_client(profile) as client:
        numbers = read_numbers(client)
    least = Severity(severity)
    findings = [finding for finding in find_all(numbers, rules) if finding.severity.rank <= least.rank]
    _write_findings(findings, output_format)
    counts = Counter(finding.severity for finding in findings)
    parts = [count_of(counts[kind], kind) for kind in Severity if counts[kind]]
    say(f"{count_of(len(numbers), 'number')} audited: {', '.join(parts) or 'nothing found'}.")
    if counts[Severity.ERROR] or counts[Severity.WARNING]:
        raise click.exceptions.Exit(int(ExitCode.FINDINGS))


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
