"""What finance sends and gets about cash on delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.payments.model.cash_on_delivery import PaymentSettings
from functions.payments.on_delivery.settle_deliveries import SettledRow
from functions.payments.store.payment_settings import Kept
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Currency, MoneyModel, Price, Schema

RoleName = Literal["owner", "manager", "support", "finance"]
HoldHours = Annotated[int, Field(strict=True, ge=1, le=30 * 24)]


class SettlementOf(Schema):
    """`settlement` is the courier's number of the file: a row of it counts once for its order."""

    settlement: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{1,64}$")] = Field(examples=["SF-2025-01-31"])
    currency: Currency = "CNY"


class SettledRowView(Schema):
    """outcome: recorded, repeated, unknown_order, amount_mismatch, already_paid, receipt_used (`used_for`: its order) or unreadable."""

    line: int
    order_number: str
    outcome: str
    payment_id: str | None = None
    used_for: str | None = None


class SettlementView(Schema):
    settlement: str
    counts: dict[str, int]
    rows: list[SettledRowView]


class PaymentSettingsModel(Versioned):
    """`on_delivery_limits`: the largest amount that may be paid on delivery, one per currency; a currency without one cannot.
    `hold_hours`: how long an order that is paid so waits for its money, from its placing; `goodwill_limits`: what a role may give in all
    for one order that nobody owes (an owner without any: no limit); `goodwill_days`: how long coupons given so can be used.
    `step_up_limits`: the largest amount that a kept card pays without its owner showing that it is them (403 `requires_action`; a currency
    without one: any); `step_up_new_device`: they show it, too, from a device that is new. What is left out stays as it is."""

    on_delivery_limits: list[Price] = Field(max_length=50, examples=[[{"amount": 500000, "currency": "CNY"}]])
    hold_hours: dict[Literal["bank_transfer"], HoldHours] | None = Field(default=None, examples=[{"bank_transfer": 72}])
    goodwill_limits: dict[RoleName, Annotated[list[Price], Field(max_length=50)]] | None = Field(
        default=None, examples=[{"support": [{"amount": 5000, "currency": "CNY"}]}]
    )
    goodwill_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(default=None, examples=[365])
    step_up_limits: list[Price] | None = Field(default=None, max_length=50, examples=[[{"amount": 100000, "currency": "CNY"}]])
    step_up_new_device: bool | None = Field(default=None, strict=True, examples=[False])

    def settings(self, before: PaymentSettings) -> PaymentSettings:
        limits = {limit.currency: limit.amount for limit in self.on_delivery_limits}
        given = {str(method): hours for method, hours in (self.hold_hours or {}).items()}
        roles = {str(role): {one.currency: one.amount for one in prices} for role, prices in (self.goodwill_limits or {}).items()}
        return PaymentSettings(
            limits,
            before.hold_hours if self.hold_hours is None else given,
            before.goodwill_limits if self.goodwill_limits is None else roles,
            self.goodwill_days or before.goodwill_days,
            before.step_up_limits if self.step_up_limits is None else {one.currency: one.amount for one in self.step_up_limits},
            before.step_up_new_device if self.step_up_new_device is None else self.step_up_new_device,
        )


class PaymentSettingsView(Schema):
    on_delivery_limits: list[MoneyModel]
    hold_hours: dict[str, int]
    goodwill_limits: dict[str, list[MoneyModel]]
    goodwill_days: int
    step_up_limits: list[MoneyModel]
    step_up_new_device: bool
    version: int

    @classmethod
    def of(cls, kept: Kept) -> PaymentSettingsView:
        limits = sorted(kept.settings.on_delivery_limits.items())
        return cls(
            on_delivery_limits=[MoneyModel.shown(amount, code) for code, amount in limits],
            hold_hours=dict(kept.settings.hold_hours),
            goodwill_limits={
                role: [MoneyModel.shown(amount, code) for code, amount in sorted(by_currency.items())]
                for role, by_currency in sorted(kept.settings.goodwill_limits.items())
            },
            goodwill_days=kept.settings.goodwill_days,
            step_up_limits=[MoneyModel.shown(amount, code) for code, amount in sorted(kept.settings.step_up_limits.items())],
            step_up_new_device=kept.settings.step_up_new_device,
            version=kept.version,
        )


def settlement_view(name: str, rows: Sequence[SettledRow]) -> SettlementView:
    views = [
        SettledRowView(
            line=row.line, order_number=row.order_number, outcome=row.outcome.value, payment_id=row.payment_id, used_for=row.used_for
        )
        for row in rows
    ]
    return SettlementView(settlement=name, counts=dict(sorted(Counter(row.outcome.value for row in rows).items())), rows=views)
