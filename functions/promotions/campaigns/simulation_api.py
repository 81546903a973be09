"""Looking ahead: a campaign tried on past orders, and carts priced as of another time. Nothing here has an effect on buyers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from functions.platform import Job, JobView, PlatformTable
from functions.promotions.campaigns import simulate
from functions.promotions.campaigns.look_ahead import Question, look_ahead
from functions.promotions.campaigns.rule_schemas import Moment, Name
from functions.promotions.campaigns.simulate import Simulation, simulation_of
from functions.promotions.offers.explanation import explain
from functions.promotions.offers.schemas import ExplanationOut
from functions.shared.http.moments import Day
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.money import MAX_AMOUNT

simulation_api = Api("promotions")
READ = "promotions.read"
_MISSING = (404, "not_found")


class SimulationIn(Schema):
    """Paid orders of these days of the store, both included."""

    first: Day = Field(examples=["2026-10-01"])
    last: Day = Field(examples=["2026-10-31"])


class SimulationOut(Schema):
    """`cost`: what the campaign takes off beyond the promotions that are live anyway. `touched_share` in basis points of all orders."""

    job_id: str
    campaign_id: str
    campaign_version: int
    first: str
    last: str
    orders: int
    touched: int
    touched_share: int
    near: int = Field(description="Orders that were one threshold short: where an uplift can come from.")
    gross: MoneyModel
    gross_touched: MoneyModel
    discount_without: MoneyModel
    discount_with: MoneyModel
    cost: MoneyModel
    gifts: int
    skipped: int = Field(description="Orders in another currency.")
    held_out: int = Field(description="Orders of customers whom it is for, and whom its holdout would keep from it.")
    budget: MoneyModel | None
    beyond_budget: bool
    finished_at: str

    @classmethod
    def of(cls, found: Simulation) -> SimulationOut:
        totals, cost = found.totals, found.totals.with_campaign - found.totals.without

        def money(amount: int) -> MoneyModel:
            return MoneyModel.shown(amount, found.currency)

        return cls(
            orders=totals.orders,
            touched=totals.touched,
            touched_share=totals.touched * 10_000 // totals.orders if totals.orders else 0,
            near=totals.near,
            gross=money(totals.gross),
            gross_touched=money(totals.gross_touched),
            discount_without=money(totals.without),
            discount_with=money(totals.with_campaign),
            cost=money(cost),
            gifts=totals.gifts,
            skipped=totals.skipped,
            held_out=totals.held_out,
            budget=money(found.budget) if found.budget is not None else None,
            beyond_budget=found.budget is not None and cost > found.budget,
            **{name: getattr(found, name) for name in ("job_id", "campaign_id", "campaign_version", "first", "last", "finished_at")},
        )


def _list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


AskedLine = Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}:[1-9][0-9]{0,2}$")]


class LookAhead(Schema):
    """A cart that nobody has: `line=<variant id>:<quantity>`, repeated. `at`: when it is priced; the campaign counts as launched."""

    line: Annotated[list[AskedLine], BeforeValidator(_list), Field(min_length=1, max_length=50)]
    at: Moment | None = None
    fee: int = Field(default=0, ge=0, le=MAX_AMOUNT)
    customer_id: Name | None = None
    channel: Name = "web"


class LookAheadOut(ExplanationOut):
    at: str
    subtotal: MoneyModel
    discount: MoneyModel


@simulation_api.operation(
    "POST", "/v1/admin/campaigns/{id}/simulations", summary="Try a campaign on past orders", permission="promotions.write",
    body=SimulationIn, response=JobView, status=202, idempotent=PlatformTable,
    errors=[_MISSING, (422, "end_before_start"), (422, "too_long")],
)  # fmt: skip
def start(req: Request[SimulationIn, NoQuery]) -> Reply:
    """A job; when it has succeeded, read …/simulations/{job_id}. Buyers are judged by the groups, level and segment that they have now."""

    def reply(job: Job) -> Reply:
        return Reply(JobView.of(job), 202)

    asked, actor = req.body, req.caller.actor
    return reply(simulate.start(req.path["id"], asked.first, asked.last, actor=actor, remember=req.remembering(reply)))


@simulation_api.operation(
    "GET", "/v1/admin/campaigns/{id}/simulations/{job_id}", summary="What a simulation found", permission=READ, response=SimulationOut,
    errors=[_MISSING],
)  # fmt: skip
def read(req: Request[NoBody, NoQuery]) -> SimulationOut:
    return SimulationOut.of(simulation_of(req.path["id"], req.path["job_id"]))


@simulation_api.operation(
    "GET", "/v1/admin/campaigns/{id}/preview", summary="A cart under a campaign, now or later", permission=READ, query=LookAhead,
    response=LookAheadOut, errors=[_MISSING, (422, "unknown_variant")], headers=("Accept-Language",),
)  # fmt: skip
def preview(req: Request[NoBody, LookAhead]) -> LookAheadOut:
    """Without any effect, also for a draft."""
    asked = req.query
    at = times.parse(asked.at) if asked.at else clock.now()
    lines = [(variant_id, int(quantity)) for variant_id, _, quantity in (line.partition(":") for line in asked.line)]
    deal, subtotal = look_ahead(req.path["id"], Question(lines, at, asked.fee, asked.customer_id, asked.channel))
    currency = deal.asked.currency
    return LookAheadOut(
        at=times.iso(at),
        subtotal=MoneyModel.shown(subtotal, currency),
        discount=MoneyModel.shown(deal.outcome.amount, currency),
        **ExplanationOut.of(explain(deal, req.languages), currency).fields(),
    )
