"""By what figures are counted. Pure."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """`customer`: new (their first order that was paid), returning or guest. `method`: the provider of the payment that paid it.
    `reason`: why a payment failed, an order was cancelled or money went back."""

    NONE = "none"
    PRODUCT = "product"
    SKU = "sku"
    CATEGORY = "category"
    BRAND = "brand"
    CHANNEL = "channel"
    COUNTRY = "country"
    METHOD = "method"
    CUSTOMER = "customer"
    COUPON = "coupon"
    CAMPAIGN = "campaign"
    REASON = "reason"
