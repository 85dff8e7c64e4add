"""One number as the peers of other vendors read it: every field their own model names, the values made up."""

from typing import Any

__all__ = ["ANSWERS", "TELNYX", "TWILIO"]

TELNYX = "/v2/phone_numbers/1293384261075731499"
TWILIO = f"/2010-04-01/Accounts/AC{'0' * 32}/IncomingPhoneNumbers/PN{'0' * 32}.json"

_URL = "https://example.com/numbers"
_TIME = "2024-01-01T09:30:00Z"
_ID = "9a2ec6f2-f151-5d54-bed8-acc6f4187061"

_TELNYX: dict[str, Any] = {
    "id": "1293384261075731499",
    "country_iso_alpha2": "US",
    "created_at": _TIME,
    "deletion_lock_enabled": False,
    "external_pin": None,
    "phone_number": "+15035550000",
    "phone_number_type": "local",
    "purchased_at": _TIME,
    "record_type": "phone_number",
    "status": "active",
    "tags": ["support", "office"],
    "activated_at": _TIME,
    "billing_group_id": None,
    "call_forwarding_enabled": True,
    "call_recording_enabled": False,
    "caller_id_name_enabled": False,
    "cnam_listing_enabled": False,
    "connection_id": "1293384261075731498",
    "connection_name": "Office",
    "customer_reference": None,
    "emergency_address_id": None,
    "emergency_enabled": False,
    "emergency_status": "disabled",
    "hd_voice_enabled": False,
    "inbound_call_screening": "disabled",
    "messaging_campaign_id": None,
    "messaging_profile_id": _ID,
    "messaging_profile_name": "Office",
    "source_type": "number_order",
    "t38_fax_gateway_enabled": False,
    "updated_at": _TIME,
}
_TWILIO: dict[str, Any] = {
    "account_sid": f"AC{'0' * 32}",
    "address_sid": None,
    "address_requirements": "none",
    "api_version": "2010-04-01",
    "beta": False,
    "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
    "date_created": "Mon, 01 Jan 2024 09:30:00 +0000",
    "date_updated": "Mon, 01 Jan 2024 09:30:00 +0000",
    "friendly_name": "Support Line 0",
    "identity_sid": None,
    "phone_number": "+15035550000",
    "origin": "twilio",
    "sid": f"PN{'0' * 32}",
    "sms_application_sid": None,
    "sms_fallback_method": "POST",
    "sms_fallback_url": f"{_URL}/message/fallback",
    "sms_method": "POST",
    "sms_url": f"{_URL}/message/request",
    "status_callback": f"{_URL}/call/status-callback",
    "status_callback_method": "GET",
    "trunk_sid": None,
    "uri": TWILIO,
    "voice_receive_mode": "voice",
    "voice_application_sid": None,
    "voice_caller_id_lookup": False,
    "voice_fallback_method": "POST",
    "voice_fallback_url": f"{_URL}/call/fallback",
    "voice_method": "POST",
    "voice_url": f"{_URL}/call/request",
    "emergency_status": "Inactive",
    "emergency_address_sid": None,
    "emergency_address_status": "unregistered",
    "bundle_sid": None,
    "status": "in-use",
    "type": "local",
}

ANSWERS: dict[str, Any] = {TELNYX: {"data": _TELNYX}, TWILIO: _TWILIO}
"""What the server answers on each path of another vendor."""
