"""Plans as staff read them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.orders.model.plans.allocation import Candidate, Part, Rule
from functions.orders.model.plans.dispatch import Dispatch, DispatchReason, RankedOffer
from functions.orders.model.plans.plan import MerchantPlan, Plan, PlannedParcel, Waiting, Waits
from functions.orders.model.plans.quoted import CourierAnswer
from functions.shared.http.validation import MoneyModel, Schema


class PlannedPartOut(Schema):
    line_id: str
    variant_id: str
    quantity: int


class OfferOut(Schema):
    """`cost`: what the shop pays. `reason`: of the chosen one why, of the others what spoke against them. `source`: `courier`, what it said
    itself when the plan was made; `quote`, what staff set of the carrier; `rate`, what buyers pay. `instead_of`: why its courier, which was
    asked, named no price that counts."""

    carrier: str
    service: str
    cost: MoneyModel
    arrives: str
    score: int
    source: Literal["rate", "quote", "courier"]
    instead_of: str
    reason: DispatchReason


class DispatchOut(Schema):
    carrier: str
    service: str
    cost: MoneyModel
    arrives: str
    reason: DispatchReason
    ranking: list[OfferOut] = Field(description="The chosen one first.")


class PlannedParcelOut(Schema):
    shipment_id: str
    merchant_id: str
    warehouse_id: str = Field(description="Empty for pieces that were taken before there were plans.")
    lines: list[PlannedPartOut]
    dispatch: DispatchOut


class CandidateOut(Schema):
    """A set of warehouses that was compared."""

    warehouses: list[str]
    parcels: int
    cost: MoneyModel
    reason: Rule


class AllocationOut(Schema):
    """`reason`: the rule that decided. `exact`: whether every set of so few warehouses was compared."""

    merchant_id: str
    reason: Rule
    exact: bool
    ranking: list[CandidateOut] = Field(description="The chosen one first.")


class UnplannedOut(Schema):
    """Pieces in no parcel, and why; they are tried again by themselves."""

    line_id: str
    variant_id: str
    quantity: int
    reason: Waits


class QuotedServiceOut(Schema):
    """`amount` in minor units of `currency`; `days` to the door, null where the courier does not say."""

    service: str
    amount: int
    currency: str
    days: int | None


class CourierAnswerOut(Schema):
    """What a courier said of a parcel of this weight and volume (0: not known). `code`: why it named no price, else empty."""

    carrier: str
    weight_g: int
    volume_mm3: int
    services: list[QuotedServiceOut]
    code: str
    detail: str


class PassedOverOut(Schema):
    carrier: str
    code: str
    detail: str


class PlanOut(Schema):
    """`reason` of all merchants' lines together, as `allocation.reason` of the order."""

    number: int
    made_at: str
    cause: str = Field(description="The event that it was made for.")
    reason: Rule
    allocations: list[AllocationOut] = Field(description="One per merchant.")
    parcels: list[PlannedParcelOut]
    waiting: list[UnplannedOut]
    quotes: list[CourierAnswerOut] = Field(description="What couriers were asked for this plan, and said.")
    score_weight: int = Field(description="How much scores of carriers counted beside prices, in percent.")
    passed_over: list[PassedOverOut] = Field(default=[], description="Carriers that do not deliver to the order's pick-up point.")


class PlansOut(Schema):
    """The newest plan beside all that were made for the order, newest first: each for the pieces that were in no parcel then."""

    order_id: str
    allocation: PlanOut
    data: list[PlanOut]
    next_cursor: str | None = None


def plan_view(plan: Plan, currency: str) -> PlanOut:
    return PlanOut(
        number=plan.number,
        made_at=plan.made_at,
        cause=plan.cause,
        reason=plan.reason,
        allocations=[_allocation(one, currency) for one in plan.merchants],
        parcels=[_parcel(one, currency) for one in plan.parcels],
        waiting=[_waiting(one) for one in plan.waiting],
        quotes=[_answer(one) for one in plan.quotes],
        score_weight=plan.score_weight,
        passed_over=[PassedOverOut(**vars(one)) for one in plan.passed_over],
    )


def _allocation(one: MerchantPlan, currency: str) -> AllocationOut:
    ranking = [_candidate(candidate, currency) for candidate in one.ranking]
    return AllocationOut(merchant_id=one.merchant_id, reason=one.reason, exact=one.exact, ranking=ranking)


def _candidate(one: Candidate, currency: str) -> CandidateOut:
    return CandidateOut(warehouses=one.warehouses, parcels=one.parcels, cost=_money(one.cost, currency), reason=one.reason)


def _parcel(one: PlannedParcel, currency: str) -> PlannedParcelOut:
    return PlannedParcelOut(
        shipment_id=one.shipment_id,
        merchant_id=one.merchant_id,
        warehouse_id=one.warehouse_id,
        lines=[_part(part) for part in one.parts],
        dispatch=_dispatch(one.dispatch, currency),
    )


def _part(part: Part) -> PlannedPartOut:
    return PlannedPartOut(line_id=part.line_id, variant_id=part.variant_id, quantity=part.quantity)


def _dispatch(one: Dispatch, currency: str) -> DispatchOut:
    ranking = [_offer(ranked, currency) for ranked in one.ranking]
    cost = _money(one.cost, currency)
    return DispatchOut(carrier=one.carrier, service=one.service, cost=cost, arrives=one.arrives, reason=one.reason, ranking=ranking)


def _offer(ranked: RankedOffer, currency: str) -> OfferOut:
    kept = {name: value for name, value in vars(ranked.offer).items() if name not in ("id", "cost", "refused")}
    return OfferOut(**kept, cost=_money(ranked.offer.cost, currency), reason=ranked.reason)


def _waiting(one: Waiting) -> UnplannedOut:
    return UnplannedOut(line_id=one.line_id, variant_id=one.variant_id, quantity=one.quantity, reason=one.reason)


def _answer(one: CourierAnswer) -> CourierAnswerOut:
    return CourierAnswerOut(**vars(one) | {"services": [QuotedServiceOut(**vars(service)) for service in one.services]})


def _money(amount: int, currency: str) -> MoneyModel:
    return MoneyModel(amount=amount, currency=currency)
