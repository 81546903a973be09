"""A stand-in for a provider that holds money first: an adapter over a few numbers, with answers that get lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.errors import Declined, Unknown
from functions.payments.model.provider import AckOutcome, Capabilities, RawResponse, Result, StatementLine
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.payments.providers.answered import answered
from functions.payments.providers.unsupported import Unable
from functions.shared.plain.money import CURRENCIES, Money


@dataclass
class Card:
    """What happened at the provider. `lost_answers`: so many calls are done and answered with nothing. `refuse`: code of a refusal."""

    held: bool = False
    voided: bool = False
    captures: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    bill: list[StatementLine] = field(default_factory=list)
    lost_answers: int = 0
    refuse: str = ""

    def done(self) -> None:
        if self.lost_answers:
            self.lost_answers -= 1
            raise Unknown("no_answer")


class CardProvider(Unable):
    code, account, card = "cards", "acct", Card()
    caps = Capabilities(
        currencies=CURRENCIES,
        methods=("card",),
        manual_capture=True,
        partial_capture=True,
        several_captures=True,
        close_unpaid=True,
        partial_refund=True,
        reconcile=True,
    )

    def create(self, attempt: Attempt, **_: object) -> Result:
        return Result((), NextAction("client_secret", params={"client_secret": "cs"}), attempt.reference)

    def query(self, attempt: Attempt) -> Result:
        self.card.calls.append("query")
        return Result(tuple(self._facts(attempt)))

    def _facts(self, attempt: Attempt) -> Iterator[ProviderEvent]:
        if self.card.held:
            yield answered(EventType.AUTHORIZATION_SUCCESS, attempt, attempt.reference, attempt.money)
        for key, amount in self.card.captures.items():
            yield answered(EventType.CHARGE_SUCCESS, attempt, key, Money(amount, attempt.money.currency))
        if self.card.voided:
            yield answered(EventType.CANCEL_SUCCESS, attempt, attempt.reference, attempt.money)

    def capture(self, attempt: Attempt, money: Money | None, *, key: str) -> Result:
        assert money is not None
        self.card.calls.append(f"capture {money.amount}")
        if self.card.refuse:
            raise Declined(self.card.refuse)
        self.card.captures.setdefault(key, money.amount)
        self.card.done()
        return Result((answered(EventType.CHARGE_SUCCESS, attempt, key, money),))

    def void(self, attempt: Attempt, **_: object) -> Result:
        self.card.calls.append("void")
        self.card.voided = True
        self.card.done()
        return Result((answered(EventType.CANCEL_SUCCESS, attempt, attempt.reference, attempt.money),))

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, **_: object) -> Result:
        self.card.refunds.setdefault(refund_ref, money.amount)
        return Result((answered(EventType.REFUND_SUCCESS, attempt, refund_ref, money, refund_ref=refund_ref),))

    def ack(self, outcome: AckOutcome) -> RawResponse:
        return RawResponse(200)

    def reconcile(self, _day: date) -> Iterator[StatementLine]:
        self.card.done()
        return iter(self.card.bill)
