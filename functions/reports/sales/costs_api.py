"""HTTP operations for staff: what pieces cost the shop."""

from __future__ import annotations

from pydantic import Field

from functions.reports.model.unit_cost import Costs, UnitCost
from functions.reports.sales.unit_costs import check_variant, cost_of, say_cost
from functions.reports.store.records import ReportsTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.moments import MomentText
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain.money import Money

costs_api = Api("reports")


class UnitCostIn(Schema):
    cost: MoneyModel = Field(description="Of one piece, not below 0.")
    since: MomentText | None = Field(None, description="Now, unless given. What was sold already keeps the cost that was known then.")


class UnitCostOut(Schema):
    since: str
    cost: MoneyModel


class UnitCosts(Schema):
    variant_id: str
    costs: list[UnitCostOut] = Field(description="Newest last; at most 100 are kept.")

    @classmethod
    def of(cls, variant_id: str, costs: Costs) -> UnitCosts:
        known = [UnitCostOut(since=one.since, cost=MoneyModel.of(Money(one.amount, one.currency))) for one in costs.known]
        return cls(variant_id=variant_id, costs=known)


_COSTS = "/v1/admin/reports/unit_costs/{variant_id}"


@costs_api.operation("GET", _COSTS, summary="What a piece costs the shop", permission="reports.read", response=UnitCosts, scope=WHOLE_SHOP)
def get_unit_costs(req: Request[NoBody, NoQuery]) -> UnitCosts:
    return UnitCosts.of(req.path["variant_id"], cost_of(req.path["variant_id"]))


@costs_api.operation(
    "PUT", _COSTS, summary="Say what a piece costs the shop", permission="reports.write", body=UnitCostIn, response=UnitCosts,
    idempotent=ReportsTable, scope=WHOLE_SHOP, errors=[(404, "not_found"), (422, "negative_cost")],
)  # fmt: skip
def put_unit_cost(req: Request[UnitCostIn, NoQuery]) -> Reply:
    """From then on. A sale takes the cost that holds when it is paid, for good: profit of before does not change."""
    variant_id, money = req.path["variant_id"], req.body.cost
    check_variant(variant_id)

    def render(costs: Costs) -> Reply:
        return Reply(UnitCosts.of(variant_id, costs))

    said = UnitCost(req.body.since or "", money.amount, money.currency)
    return render(say_cost(variant_id, said, remember=req.remembering(render)))
