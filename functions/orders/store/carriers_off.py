"""Carriers that were switched off before shipping kept the switches (ADR 39)."""

from __future__ import annotations

from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.rules_store import read_section


def carriers_off() -> frozenset[str]:
    """As stored this moment; each counts until it is set in the registry. One Query."""
    return frozenset(read_section(ShippingRules)[0].carriers_off)
