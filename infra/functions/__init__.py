"""The function table: every Lambda function of the shop, one row each.

Regrouping operations is an edit of these rows. Neighbours that share rights and load share a function; whatever must not be
able to do what its neighbour does gets its own.
"""

from __future__ import annotations

from infra.functions import (
    access,
    aftersales,
    agents,
    audit,
    catalog,
    content,
    customers,
    invoices,
    loyalty,
    marketing,
    moving,
    notifications,
    orders,
    payments,
    platform,
    pricing,
    privacy,
    promotions,
    recommendations,
    reports,
    shipping,
    stock,
    warehouse,
)
from infra.functions.model import Function

_TABLE: tuple[Function, ...] = (
    *access.FUNCTIONS,
    *audit.FUNCTIONS,
    *aftersales.FUNCTIONS,
    *agents.FUNCTIONS,
    *catalog.FUNCTIONS,
    *content.FUNCTIONS,
    *stock.FUNCTIONS,
    *shipping.FUNCTIONS,
    *warehouse.FUNCTIONS,
    *orders.FUNCTIONS,
    *payments.FUNCTIONS,
    *invoices.FUNCTIONS,
    *customers.FUNCTIONS,
    *promotions.FUNCTIONS,
    *pricing.FUNCTIONS,
    *loyalty.FUNCTIONS,
    *recommendations.FUNCTIONS,
    *reports.FUNCTIONS,
    *notifications.FUNCTIONS,
    *marketing.FUNCTIONS,
    *privacy.FUNCTIONS,
    *platform.FUNCTIONS,
    *moving.FUNCTIONS,
)

FUNCTIONS: tuple[Function, ...] = (*_TABLE, *platform.operating(_TABLE))
