"""The table of cases: those that any call of any API meets, and those of single calls."""

from dataclasses import replace

from tests.numberwire.faults import (
    table_answers,
    table_connection,
    table_listing,
    table_lookup,
    table_numbers,
    table_pages,
    table_purchase,
    table_release,
    table_reuse,
    table_routing,
    table_secrets,
    table_statuses,
)
from tests.numberwire.faults.apis import APIS, ROUTING, SIGNALWIRE
from tests.numberwire.faults.case import Case

ANY_CALL = (
    table_connection.lost_connections,
    table_connection.refused_connections,
    table_connection.endless,
    table_connection.ways_to_say_it,
    table_reuse.reuse,
    table_answers.unreadable,
    table_answers.undecodable,
    table_answers.readable,
    table_answers.complaints,
    table_statuses.statuses,
    table_statuses.error_bodies,
    table_statuses.patience,
    table_statuses.redirects,
    table_secrets.echoes,
)
"""Functions from an API to cases."""

OWN = {
    SIGNALWIRE: (table_numbers, table_release, table_purchase, table_lookup, table_listing, table_pages),
    ROUTING: (table_routing,),
}
"""The modules with the cases of one API alone."""

CASES: tuple[Case, ...] = tuple(
    replace(case, api=api)
    for api in APIS
    for cases in (*(rows(api) for rows in ANY_CALL), *(rows() for module in OWN[api] for rows in module.ROWS))
    for case in cases
)

HTTPX2_CASES: tuple[Case, ...] = tuple(
    replace(case, api=SIGNALWIRE, over="httpx2")
    for rows in (table_connection.endless, table_reuse.reuse)
    for case in rows(SIGNALWIRE)
) + tuple(
    replace(case, api=SIGNALWIRE, over="httpx2")
    for rows in (*table_purchase.ROWS, *table_lookup.ROWS)
    for case in rows()
)
"""Those that tell whether the watch over httpx2's connections works, through a transport of its."""
