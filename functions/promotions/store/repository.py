"""Reading campaigns and coupons."""

from __future__ import annotations

from typing import TypeVar

from functions.promotions.model.campaign import Plan
from functions.promotions.model.codes import key
from functions.promotions.model.coupon import Coupon
from functions.promotions.store.records import (
    CAMPAIGN_SK,
    CODE_SK,
    COUPON_SK,
    FUNDS_SK,
    CodeRecord,
    FundsRecord,
    PromotionsTable,
    campaign_pk,
    code_pk,
    coupon_pk,
)
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find, find_many

T = TypeVar("T")


def campaign_record(campaign_id: str) -> PromotionsTable:
    """Raises NotFound."""
    record = find(PromotionsTable, campaign_pk(campaign_id), CAMPAIGN_SK) if ids.is_id("cmp", campaign_id) else None
    if record is None:
        raise NotFound("There is no such campaign.")
    return record


def plan_of(record: PromotionsTable) -> Plan:
    return load(Plan, record.body)


def coupon_record(coupon_id: str) -> PromotionsTable:
    """Raises NotFound."""
    record = find(PromotionsTable, coupon_pk(coupon_id), COUPON_SK) if ids.is_id("cpn", coupon_id) else None
    if record is None:
        raise NotFound("There is no such coupon.")
    return record


def coupon_of(record: PromotionsTable) -> Coupon:
    return load(Coupon, record.body)


def coupon_with_funds(coupon_id: str) -> tuple[PromotionsTable, FundsRecord]:
    """One BatchGetItem. Raises NotFound."""
    pk = coupon_pk(coupon_id)
    found = find_many({PromotionsTable: [(pk, COUPON_SK)], FundsRecord: [(pk, FUNDS_SK)]}) if ids.is_id("cpn", coupon_id) else {}
    record, funds = found.get((PromotionsTable, pk, COUPON_SK)), found.get((FundsRecord, pk, FUNDS_SK))
    if not isinstance(record, PromotionsTable) or not isinstance(funds, FundsRecord):
        raise NotFound("There is no such coupon.")
    return record, funds


def find_code(code: str) -> CodeRecord | None:
    """By a normalized code. One GetItem."""
    return find(CodeRecord, code_pk(key(code)), CODE_SK)
