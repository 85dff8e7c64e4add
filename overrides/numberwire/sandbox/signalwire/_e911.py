"""The emergency (E911) address of a SignalWire number: assigned and removed, as a carrier confirms later."""

from __future__ import annotations

from numberwire._response import Response
from numberwire.sandbox._ids import is_uuid
from numberwire.sandbox._replies import invalid_fields, reply, rule_violation
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._store import Record
from numberwire.sandbox.signalwire._phone_numbers import E911_ASKED_AT, fields_at, find_number, render_number


def assign_address(context: RequestContext, identifier: str) -> Response:
    """Assign an address; the sandbox has none of its own, so every UUID is taken for the id of one."""
    record = find_number(context, identifier)
    address_id = context.body().get("e911_address_id")
    if not isinstance(address_id, str) or not is_uuid(address_id):
        raise invalid_fields(e911_address_id="must be the id (UUID) of an address of the project")
    return _ask_carrier(context, record, e911_address_id=address_id.lower(), e911_status="pending")


def remove_address(context: RequestContext, identifier: str) -> Response:
    """Remove the address of a number whose E911 service is active."""
    record = find_number(context, identifier)
    status = fields_at(record, context.settings, context.now).get("e911_status")
    if status != "active":
        raise rule_violation(
            "invalid_parameter",
            f"An E911 address can be removed while the e911_status is active; it is {status or 'null'}.",
        )
    return _ask_carrier(context, record, e911_status="pending_removal")


def _ask_carrier(context: RequestContext, record: Record, **fields: str) -> Response:
    asked_at = {E911_ASKED_AT: context.now.timestamp()}
    changed = context.store.change(record, context.now, **fields, **asked_at)
    return reply(render_number(changed, context.settings, context.now))
