"""Campaigns from plan to end: made, edited, launched, stopped, resumed; and the promotions inside.

Once launched, a campaign is edited by new versions: name, texts, slots, end, budget and promotions may change, start and currency may
not once it runs. Orders that were placed keep what they were given; a buyer whose preview changed is told so when they place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from functions.promotions.campaigns.rule_checks import period_checked
from functions.promotions.model.campaign import Campaign, Plan, Promotion, State, clashes, never_applies, outside
from functions.promotions.model.holdout import Comparison
from functions.promotions.model.rule import Rule
from functions.promotions.store import live_rules
from functions.promotions.store.live_items import StoredLive, stored_live
from functions.promotions.store.records import CAMPAIGN_SK, CAMPAIGNS_INDEX, FUNDS_SK, FundsRecord, PromotionsTable, campaign_pk
from functions.promotions.store.references import check_references
from functions.promotions.store.repository import campaign_record, plan_of
from functions.promotions.store.rfm import wanted_writes
from functions.promotions.store.trials import comparison
from functions.shared.events.contracts.promotions import CampaignLaunched, CampaignResumed, CampaignRevised, CampaignStopped
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, IllegalTransition, Invalid, NotFound, VersionConflict
from functions.shared.plain.pages import Page
from functions.shared.store.again import again
from functions.shared.store.listing import query_page
from functions.shared.store.transactions import Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update

MAX_PROMOTIONS = 50
FIXED_WHILE_RUNNING = ("starts_at", "currency")


@dataclass(frozen=True)
class PlanState:
    """`compared`: what the held out did beside the others, where it was asked for."""

    plan: Plan
    version: int
    compared: Comparison | None = None

    @property
    def campaign(self) -> Campaign:
        return self.plan.campaign


Edit = Callable[[Plan], tuple[Plan, list[str]]]


@dataclass(frozen=True)
class Call:
    """Who edits, on which version if they say so, and how their answer is kept."""

    actor: Actor
    remember: Remember[PlanState]
    if_match: int | None = None


def create(campaign: Campaign, remember: Remember[PlanState]) -> PlanState:
    """A draft. Raises Invalid (422 `end_before_start`)."""
    period_checked(campaign.starts_at, campaign.ends_at)
    state = PlanState(Plan(campaign), 1)
    record = campaign_item(state.plan)
    funds = FundsRecord(pk=record.pk, sk=FUNDS_SK, kind="funds", budget_left=campaign.budget, stopped=True)
    transact([put_new(record), put_new(funds), *_rfm_wanted(state.plan), *remember(state)])
    return state


def campaign_item(plan: Plan) -> PromotionsTable:
    record = PromotionsTable(pk=campaign_pk(plan.campaign.id), sk=CAMPAIGN_SK, kind="campaign", body=dump(plan))
    record.gsi1pk, record.gsi1sk = CAMPAIGNS_INDEX, _position(plan.campaign)
    return record


def read(campaign_id: str) -> PlanState:
    """With what was compared: one Query more where it was launched. Raises NotFound."""
    record = campaign_record(campaign_id)
    plan = plan_of(record)
    return PlanState(plan, int(record.version), comparison(plan.campaign))


def list_campaigns(*, limit: int, cursor: str | None) -> Page[PlanState]:
    """By start, latest first."""
    page = query_page(
        PromotionsTable, CAMPAIGNS_INDEX, index="gsi1", query={"list": "campaigns"}, limit=limit, cursor=cursor, newest_first=True
    )
    return Page([PlanState(plan_of(record), int(record.version)) for record in page.data], page.next_cursor)


def edit(campaign_id: str, changes: Mapping[str, Any], call: Call) -> PlanState:
    """Raises NotFound, VersionConflict, Invalid (422 `end_before_start`), Conflict (409): `campaign_running`, `campaign_ended`."""

    def change(plan: Plan) -> tuple[Plan, list[str]]:
        before, after = plan.campaign, replace(plan.campaign, **changes)
        changed = [f.name for f in fields(Campaign) if getattr(before, f.name) != getattr(after, f.name)]
        _check_running(before, changed, after.ends_at, after.holdout)
        period_checked(after.starts_at, after.ends_at)
        if never := [one.rule.id for one in plan.promotions if never_applies(after, one.rule)]:
            named = "Promotions with times of their own would never apply: " + ", ".join(never)
            raise Invalid.field("/ends_at", "outside_campaign", named)
        if "currency" in changed and plan.promotions:
            raise Invalid.field("/currency", "has_promotions", "The campaign has promotions in its currency.")
        return replace(plan, campaign=after), changed

    return _change(campaign_id, change, call)


def _check_running(before: Campaign, changed: Sequence[str], ends_at: datetime, holdout: int) -> None:
    state = before.state(clock.now())
    if state is State.ENDED:
        raise Conflict("The campaign is over; make a new one.", code="campaign_ended")
    if before.launched and "holdout" in changed and holdout:
        stays = "Once launched, its holdout stays as it is, or is ended (0): with another share others would be compared."
        raise Conflict(stays, code="campaign_running", fields=["holdout"])
    if state in (State.RUNNING, State.STOPPED):
        if fixed := [name for name in FIXED_WHILE_RUNNING if name in changed]:
            raise Conflict("While a campaign runs these stay: " + ", ".join(fixed), code="campaign_running", fields=fixed)
        if "ends_at" in changed and ends_at <= clock.now():
            raise Invalid.field("/ends_at", "in_the_past", "To end it now, stop it.")


def add_promotion(campaign_id: str, rule: Rule, call: Call) -> PlanState:
    """Raises NotFound, Invalid (422 `too_many_promotions`, `wrong_currency`, `outside_campaign`, `unknown_product` …), Conflict (409
    `exclusive_overlap`, `campaign_ended`)."""

    def change(plan: Plan) -> tuple[Plan, list[str]]:
        if len(plan.promotions) >= MAX_PROMOTIONS:
            raise Invalid(f"A campaign has at most {MAX_PROMOTIONS} promotions.", code="too_many_promotions")
        return replace(plan, promotions=(*plan.promotions, Promotion(_fitting(plan, rule)))), [f"promotion.{rule.id}"]

    check_references(rule)
    return _change(campaign_id, change, call)


def replace_promotion(campaign_id: str, promotion_id: str, make: Callable[[str], Rule], enabled: bool, call: Call) -> PlanState:
    """Raises as `add_promotion`."""
    rule = make(promotion_id)
    check_references(rule)

    def change(plan: Plan) -> tuple[Plan, list[str]]:
        _existing(plan, promotion_id)
        new = Promotion(_fitting(plan, rule), enabled)
        promotions = tuple(new if old.rule.id == promotion_id else old for old in plan.promotions)
        return replace(plan, promotions=promotions), [f"promotion.{promotion_id}"]

    return _change(campaign_id, change, call)


def remove_promotion(campaign_id: str, promotion_id: str, call: Call) -> PlanState:
    def change(plan: Plan) -> tuple[Plan, list[str]]:
        _existing(plan, promotion_id)
        rest = tuple(old for old in plan.promotions if old.rule.id != promotion_id)
        return replace(plan, promotions=rest), [f"promotion.{promotion_id}"]

    return _change(campaign_id, change, call)


def _existing(plan: Plan, promotion_id: str) -> None:
    if all(old.rule.id != promotion_id for old in plan.promotions):
        raise NotFound("There is no such promotion in the campaign.")


def _fitting(plan: Plan, rule: Rule) -> Rule:
    if rule.currency != plan.campaign.currency:
        raise Invalid.field("/currency", "wrong_currency", f"The campaign is in {plan.campaign.currency}.")
    if faults := outside(plan.campaign, rule):
        raise Invalid("The promotion leaves its campaign's time.", faults=faults, code=faults[0].code)
    return rule


def launch(campaign_id: str, call: Call) -> PlanState:
    """Raises IllegalTransition (409) when it is launched already, Conflict (409 `exclusive_overlap`), Invalid (422 `in_the_past`)."""

    def change(plan: Plan) -> tuple[Plan, list[str]]:
        if plan.campaign.launched:
            raise IllegalTransition(plan.campaign.state(clock.now()).value, "launched", [])
        if plan.campaign.ends_at <= clock.now():
            raise Invalid.field("/ends_at", "in_the_past", "The campaign would be over already.")
        return replace(plan, campaign=replace(plan.campaign, launched=True)), ["launched"]

    def told(plan: Plan) -> Payload:
        campaign, ids_ = plan.campaign, [promotion.rule.id for promotion in plan.promotions]
        return CampaignLaunched(campaign.id, times.iso(campaign.starts_at), times.iso(campaign.ends_at), ids_)

    return _change(campaign_id, change, call, told=told)


def stop(campaign_id: str, call: Call) -> PlanState:
    """Nothing of it applies any more: its coupons from now on, its automatic promotions within a minute."""
    return _change(campaign_id, _switched(stopped=True), call, told=lambda plan: CampaignStopped(plan.campaign.id))


def resume(campaign_id: str, call: Call) -> PlanState:
    return _change(campaign_id, _switched(stopped=False), call, told=lambda plan: CampaignResumed(plan.campaign.id))


def _switched(*, stopped: bool) -> Edit:
    def change(plan: Plan) -> tuple[Plan, list[str]]:
        state, wanted = plan.campaign.state(clock.now()), State.STOPPED if stopped else State.RUNNING
        if state not in ((State.SCHEDULED, State.RUNNING) if stopped else (State.STOPPED,)):
            raise IllegalTransition(state.value, wanted.value, [])
        return replace(plan, campaign=replace(plan.campaign, stopped=stopped)), ["stopped"]

    return change


def _change(campaign_id: str, edit_plan: Edit, call: Call, *, told: Callable[[Plan], Payload] | None = None) -> PlanState:
    def attempt() -> PlanState:
        record = campaign_record(campaign_id)
        version = int(record.version)
        if call.if_match not in (None, version):
            raise VersionConflict(version)
        before = plan_of(record)
        if before.campaign.state(clock.now()) is State.ENDED:
            raise Conflict("The campaign is over; make a new one.", code="campaign_ended")
        after, changed = edit_plan(before)
        if after == before:
            same = PlanState(before, version)
            transact([*call.remember(same)])
            return same
        state = PlanState(after, version + 1)
        writes = [_campaign_update(record, after), *_funds_writes(before.campaign, after.campaign), *_rfm_wanted(after)]
        if after.campaign.launched:
            stored = stored_live()
            _check_clashes(after, stored)
            payload = told(after) if told else CampaignRevised(campaign_id, state.version, changed)
            event = event_put(PromotionsTable, record.pk, payload, subject=campaign_id, actor=call.actor)
            writes += [*stored.write(after), event]
        transact([*writes, *call.remember(state)])
        live_rules.forget()
        return state

    return again(attempt)


def _check_clashes(plan: Plan, stored: StoredLive) -> None:
    mine = plan.rules()
    if pairs := clashes(mine, [*stored.rules_besides(plan.campaign.id), *mine], clock.now()):
        named = sorted({promotion_id for pair in pairs for promotion_id in pair})
        detail = "Exclusive promotions would meet in one cart: give them other times or channels, or let only one be exclusive."
        raise Conflict(detail, code="exclusive_overlap", promotion_ids=named)


def _campaign_update(record: PromotionsTable, plan: Plan) -> Update:
    table = PromotionsTable
    actions: list[Action] = [table.body.set(dump(plan)), table.version.set(record.version + 1), table.gsi1sk.set(_position(plan.campaign))]
    return locked_update(table, record.pk, CAMPAIGN_SK, actions, record.version)


def _funds_writes(before: Campaign, after: Campaign) -> list[Write]:
    """A raised or lowered budget moves what is left by the difference; below zero there is just nothing left."""
    actions: list[Action] = []
    if before.budget != after.budget:
        if after.budget is None:
            # What was counted down goes back one day, and would make a limit out of nothing.
            raise Invalid.field("/budget", "limit_stays", "A budget can be raised, but not taken away.")
        left = FundsRecord.budget_left
        actions.append(left.set(after.budget) if before.budget is None else left.add(after.budget - before.budget))
    if before.active != after.active:
        actions.append(FundsRecord.stopped.set(not after.active))
    return [Update(FundsRecord, campaign_pk(after.id), FUNDS_SK, actions)] if actions else []


def _rfm_wanted(plan: Plan) -> list[Write]:
    audiences = [plan.campaign.audience, *(one.rule.audience for one in plan.promotions)]
    return wanted_writes(campaign_pk(plan.campaign.id), plan.campaign.id, audiences)


def _position(campaign: Campaign) -> str:
    return f"{times.iso(campaign.starts_at)}#{campaign.id}"


def new_promotion_id() -> str:
    return fresh.new_id("prm")
