"""The verb `docs explain`: says where a field or a value comes from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.docs.explainer import Explainer
from generator.docs.reports import explain_report as reports
from generator.verbs.docs import inputs
from generator.verbs.verb import BAD, FINE, Outcome, Report, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "field", metavar="FIELD", help="a field, OPERATION.FIELD, or with a value FIELD=VALUE"
    )
    inputs.add_api(parser)


def _run(arguments: Namespace, report: Report) -> Outcome:
    del report  # nothing here takes long
    field: str = arguments.field
    tracers = [Explainer(subject) for subject in inputs.subjects(arguments.api)]
    explanations = [explained for tracer in tracers for explained in tracer.explain(field)]
    if not explanations:
        close = list(dict.fromkeys(name for tracer in tracers for name in tracer.close(field)))
        return Outcome(BAD, reports.unknown_lines(field, close), reports.unknown_as_data(field, close))
    width = inputs.columns()
    return Outcome(FINE, reports.as_lines(field, explanations, width), reports.as_data(field, explanations))


VERB = Verb(
    description=(
        "Prints where the spec describes a field, which pages state it and what each of them says, where pages"
        " disagree, what holds and why, and the checks of overrides/ that name it. Exits with 1 if nothing has"
        " that name."
    ),
    examples=(
        ("nox -s docs -- explain call_handler", "explains it wherever it is met"),
        ("nox -s docs -- explain update_phone_number.call_relay_topic", "explains it there"),
        ("nox -s docs -- explain call_handler=relay_topic", "explains a value of it"),
        ("nox -s docs -- explain areacode --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
