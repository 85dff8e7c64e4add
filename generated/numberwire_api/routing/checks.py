# Generated from spec/routing.yaml by `python -m generator generate`; edit that, not this.
"""The rules that a schema can't express, by operation; they are checked before a request is sent."""

from __future__ import annotations

from .._checks import CheckRow

__all__ = ["CHECKS"]

CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        check="changes-nothing",
        operation="update_phone_number_routing",
        rule="give one of inbound_url, status_url, label, campaign_id",
        page="Update routing on a phone number",
        fields=("inbound_url", "status_url", "label", "campaign_id"),
    ),
    CheckRow(
        check="campaign-cleared",
        operation="update_phone_number_routing",
        rule="a campaign can be changed, not removed, and the server would answer VALIDATION_FAILED",
        page="Update routing on a phone number",
        fields=("campaign_id",),
    ),
    CheckRow(
        check="uuid",
        operation="update_phone_number_routing",
        rule="it must be the id of a campaign, a UUID",
        page="Update routing on a phone number",
        fields=("campaign_id",),
    ),
    CheckRow(
        check="https",
        operation="update_phone_number_routing",
        rule="it must start with https://",
        page="Update routing on a phone number",
        fields=("inbound_url", "status_url"),
    ),
)
