"""M10: profit by SKU a second time, in plain Python, from orders, their refunds, their exchanges and what pieces were said to cost."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from functions.aftersales.model.case import Grade
from functions.aftersales.store.records import CaseRecord
from functions.aftersales.store.sealed import case_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable

Costs = Mapping[str, Sequence[tuple[str, int]]]
"""By variant: since when it costs how much, oldest first."""


def profit_by_sku(currency: str, costs: Costs) -> dict[str, dict[str, int]]:
    """`profit`: what is left of a line, without its tax and what its pieces cost when it was paid; `cost`; `uncosted`: pieces sold of which
    nobody knew."""
    refunds = defaultdict[str, list[dict[str, Any]]](list)
    for item in OrdersTable.scan(OrdersTable.kind == "refund"):
        refunds[item.pk].append(json.loads(item.body or "{}"))
    exchanged, found = _exchanged(), defaultdict[str, Counter[str]](Counter)
    for record in OrderRecord.scan((OrderRecord.kind == "order") & OrderRecord.paid_at.exists()):
        order = order_of(record)
        if order.currency != currency:
            continue
        for line in order.lines:
            tax = sum(part.amount for part in order.parts if part.line_id == line.line_id and part.kind in ("tax", "tax_included"))
            money, pieces = line.total - tax, line.quantity - exchanged[order.id, line.line_id]
            for one in refunds[record.pk]:
                if one["state"] == "succeeded" and not (record.cancelled_at and record.cancelled_at < one["settled_at"]):
                    for part in one["lines"]:
                        if part["line_id"] == line.line_id:
                            money -= part["amount"] - part["tax"] - part["tax_included"]
                            pieces -= part["quantity"]
            if record.cancelled_at:
                money = pieces = 0
            said = [cost for since, cost in costs.get(line.variant_id, ()) if since <= str(record.paid_at)]
            cost = said[-1] * pieces if said else 0
            found[line.sku].update(profit=money - cost, cost=cost, uncosted=0 if said else line.quantity)
    return {sku: {name: sums[name] for name in ("profit", "cost", "uncosted")} for sku, sums in found.items()}


def _exchanged() -> Counter[tuple[str, str]]:
    """Pieces that came back and for which others went out, by order and line."""
    pieces = Counter[tuple[str, str]]()
    for record in CaseRecord.scan(CaseRecord.kind == "case"):
        case = case_of(record)
        came = {line.line_id: sum(n for grade, n in line.received.items() if grade != Grade.NOT_OURS) for line in case.lines}
        if case.swap and case.swap.released and all(came[line.line_id] == line.quantity for line in case.lines):
            pieces.update({(case.order_id, line_id): count for line_id, count in came.items()})
    return pieces
