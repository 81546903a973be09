"""Until when the shop repairs a piece for nothing, piece by piece."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.aftersales.model.policy import CaseRules, months_for, policy_for
from functions.aftersales.model.repair import unit_ends
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.rules import case_rules
from functions.catalog import category_paths
from functions.orders import BoughtPieces, bought_pieces
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class LineWarranty:
    """`ends`: of each piece that has arrived, the first moment after its warranty; the latest first."""

    line_id: str
    sku: str
    months: int
    ends: list[str]


def warranty_of(order_id: str, asking: Asking) -> list[LineWarranty]:
    """Raises NotFound."""
    bought = bought_pieces(order_id, caller=asking.caller, order_token=asking.order_token)
    return list(warranties(bought, case_rules()[0]).values())


def warranties(bought: BoughtPieces, rules: CaseRules) -> dict[str, LineWarranty]:
    """By line id."""
    zone, found = ZoneInfo(settings().store_timezone), {}
    paths = category_paths() if any(policy.category_id for policy in rules.policies) else {}
    products = {line.line_id: line.product_id for line in bought.order.lines}
    for line in bought.lines.values():
        months = months_for(products[line.line_id], policy_for(line.category_id, rules.policies, paths), rules)
        found[line.line_id] = LineWarranty(line.line_id, line.sku, months, unit_ends(line.arrivals, months, zone))
    return found
