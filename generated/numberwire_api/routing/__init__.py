# Generated from spec/routing.yaml by `python -m generator generate`; edit that, not this.
"""Phone number routing: models, and operations by tag.

The routing API, as its documentation describes it. Curated by hand from the page that x-sources
names.
"""

from __future__ import annotations

from . import checks, models, phone_numbers
from .models import (
    CarrierLineOptionStatus,
    RoutedNumberType,
    RoutedPhoneNumber,
    RoutingAnswer,
    RoutingError,
    RoutingMeta,
    RoutingUpdate,
)

__all__ = [
    "CarrierLineOptionStatus",
    "RoutedNumberType",
    "RoutedPhoneNumber",
    "RoutingAnswer",
    "RoutingError",
    "RoutingMeta",
    "RoutingUpdate",
    "checks",
    "models",
    "phone_numbers",
]
