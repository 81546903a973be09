"""A campaign tried on past orders before it is launched: what it would have cost, and whom it would have reached.

Every paid order of the period is priced twice with the same engine: with the promotions that are live now, and with the campaign's
besides. Who bought is judged as they are now (groups, level, segment), and whom a holdout keeps from something gets none of it. A job,
day by day; the sums are its checkpoint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta

from functions.platform import Job, JobFailed, Progress, TimeIsUp, begin_writes, hand_on, new_job, save, succeed
from functions.promotions.model.campaign import Campaign, Plan, live_rule
from functions.promotions.model.eligibility import addresses
from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Reason, Rule
from functions.promotions.offers.known_buyers import KnownBuyer, known_buyers
from functions.promotions.offers.offer import kept_from
from functions.promotions.offers.past_basket import PastBasket, past_baskets
from functions.promotions.store.live_rules import live_now
from functions.promotions.store.records import PromotionsTable, campaign_pk
from functions.promotions.store.repository import campaign_record, plan_of
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.settings import settings
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Remember, transact

KIND = "promotions.simulation"
MOST_DAYS = 366


@dataclass(frozen=True)
class Totals:
    """Minor units of the campaign's currency. `without`, `with_campaign`: what would be taken off; `near`: orders one step short;
    `held_out`: orders of whom the campaign is for and keeps from it."""

    orders: int = 0
    touched: int = 0
    near: int = 0
    gross: int = 0
    gross_touched: int = 0
    without: int = 0
    with_campaign: int = 0
    gifts: int = 0
    skipped: int = 0
    held_out: int = 0

    def plus(self, other: Totals) -> Totals:
        return Totals(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Totals)})


@dataclass(frozen=True)
class Simulation:
    """What a simulation found, kept with the campaign. `cost` beyond the budget means that the budget would have stopped it."""

    job_id: str
    campaign_id: str
    campaign_version: int
    first: str
    last: str
    currency: str
    totals: Totals
    budget: int | None
    finished_at: str


def start(campaign_id: str, first: date, last: date, *, actor: Actor, remember: Remember[Job]) -> Job:
    """Raises NotFound, Invalid (422 `end_before_start`, `too_long`)."""
    campaign_record(campaign_id)
    if last < first:
        raise Invalid.field("/last", "end_before_start", "The last day lies before the first.")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("/last", "too_long", f"At most {MOST_DAYS} days.")
    spec = {"campaign_id": campaign_id, "first": first.isoformat(), "last": last.isoformat()}
    job = new_job(KIND, spec, actor=actor, start=True, stage="reading")
    transact([*begin_writes(job), *remember(job)])
    return job


def run_simulation(job: Job, time_is_up: TimeIsUp) -> None:
    try:
        record = campaign_record(job.spec["campaign_id"])
    except NotFound as error:
        raise JobFailed("campaign_missing", "The campaign is not there any more.") from error
    plan = plan_of(record)
    rules = _rules(plan)
    first, last = date.fromisoformat(job.spec["first"]), date.fromisoformat(job.spec["last"])
    done = job.checkpoint.get("days", 0)
    totals = Totals(**{name: value for name, value in job.checkpoint.items() if name != "days"})
    for day, baskets in past_baskets(first + timedelta(days=done), last, settings().store_timezone):
        totals = totals.plus(simulated(plan, rules, baskets))
        done = (day - first).days + 1
        if time_is_up() and day < last:
            hand_on(job, checkpoint=vars(totals) | {"days": done}, progress=_progress(totals))
            return
    campaign, finished = plan.campaign, times.iso(clock.now())
    found = Simulation(
        job.id, campaign.id, int(record.version), job.spec["first"], job.spec["last"], campaign.currency, totals, campaign.budget, finished
    )
    job = save(job, checkpoint=vars(totals) | {"days": done})
    kept = PromotionsTable(pk=campaign_pk(campaign.id), sk=f"SIM#{job.id}", kind="simulation", body=dump(found))
    transact([Put(kept)])
    succeed(job, progress=_progress(totals))


def _progress(totals: Totals) -> Progress:
    return Progress(done=totals.orders, total=None)


Rules = Sequence[tuple[Rule, Campaign]]


def _rules(plan: Plan) -> tuple[Rules, Rules]:
    """Live ones of other campaigns, and the campaign's own as if launched. Both without periods: the past is not their time."""
    others = [(_timeless(rule), campaign) for rule, campaign in live_now().rules.values() if campaign.id != plan.campaign.id]
    own = [live_rule(plan.campaign, promotion) for promotion in plan.promotions if promotion.enabled]
    return others, [(_timeless(rule), plan.campaign) for rule in own]


def _timeless(rule: Rule) -> Rule:
    return replace(rule, starts_at=None, ends_at=None)


def simulated(plan: Plan, rules: tuple[Rules, Rules], baskets: Sequence[PastBasket]) -> Totals:
    """What the campaign does to the baskets together. A BatchGetItem for 50 customers."""
    others, own = rules
    own_ids = {rule.id for rule, _ in own}
    totals = Totals()
    now = clock.now()
    buyers = known_buyers((one.customer_id for one in baskets if one.customer_id), now)
    for past in baskets:
        if past.currency != plan.campaign.currency:
            totals = totals.plus(Totals(skipped=1))
            continue
        buyer = buyers.get(past.customer_id or "", KnownBuyer())
        basket = replace(past.basket(now), customer_groups=buyer.groups, customer_rfm=buyer.rfm)
        before, added = _for(others, past.customer_id), _for(own, past.customer_id)
        without, with_ = evaluate(before, basket), evaluate([*before, *added], basket)
        out = kept_from(plan.campaign, past.customer_id) is not None and addresses(plan.campaign.audience, basket)
        gross = sum(line.unit_price * line.quantity for line in basket.lines)
        touched = any(applied.rule.id in own_ids for applied in with_.applied)
        near = not touched and any(e.rule_id in own_ids and e.reason is Reason.BELOW_MINIMUM for e in with_.refused)
        gifts = sum(len(applied.rule.gifts) for applied in with_.applied if applied.rule.id in own_ids)
        totals = totals.plus(
            Totals(1, int(touched), int(near), gross, gross if touched else 0, without.amount, with_.amount, gifts, held_out=int(out))
        )
    return totals


def _for(rules: Rules, customer_id: str | None) -> list[Rule]:
    """As they are for this customer: who is held out of a campaign gets none of it."""
    return [replace(rule, blocked=kept_from(campaign, customer_id) or rule.blocked) for rule, campaign in rules]


def simulation_of(campaign_id: str, job_id: str) -> Simulation:
    """Raises NotFound while it is not finished."""
    record = find(PromotionsTable, campaign_pk(campaign_id), f"SIM#{job_id}")
    if record is None:
        raise NotFound("There is no such finished simulation.")
    return load(Simulation, record.body)
