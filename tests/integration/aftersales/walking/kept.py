"""What the shop kept of the money of one order and of those its pieces were exchanged for, beside what their buyer has."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.withdrawing.stating import cases_of
from tests.integration.orders.buyer import staff
from tests.integration.payments.shop import balances
from tests.support.http import Answer

FEE = 500
_DONE = {"refunded", "exchanged", "cancelled", "closed", "rejected"}


@dataclass
class Lot:
    """A line: pieces that its buyer has, and that have not left. `worth`: of a piece, as it was paid in the end."""

    order: Sold
    line: int
    variant: str
    worth: int
    sent: int = 0
    unsent: int = 0

    @property
    def pieces(self) -> int:
        return self.sent + self.unsent

    def __str__(self) -> str:
        return f"{self.order.id[-4:]}/{self.line}"


@dataclass
class Kept:
    lots: list[Lot]
    besides: str
    """An order that is not about this."""
    offered: int = 0
    """What stays with the shop of pieces that their buyer keeps for an offer."""
    by_hand: bool = False
    by_amount: bool = False
    fee_back: bool = False
    """With the last pieces, by a withdrawal or for a fault of the shop, the delivery fee may have gone back."""
    told: list[str] = field(default_factory=list)

    def may_refuse(self, answer: Answer) -> None:
        """Only what was given back by hand before is refused."""
        assert self.by_hand, (answer.text, self.told)
        self.told.append(f"  {answer.code}")

    def settle(self) -> None:
        order = self.lots[0].order
        for _ in range(3):
            order.shop.work()
            order.news()

    def kept(self) -> int:
        return -sum(amount for account, amount in balances().items() if account.startswith("order:") and self.besides not in account)

    def check(self) -> None:
        kept = self.kept()
        assert kept >= 0, self.told
        if not self.by_hand:
            held = sum(lot.worth * lot.pieces for lot in self.lots)
            fee = kept - held - self.offered
            # Of a line with several pieces the last one has what is left of a minor unit.
            assert min(abs(fee - one) for one in ({0, FEE} if self.fee_back else {FEE})) <= len(self.lots), (
                kept,
                held,
                self.offered,
                self.told,
            )

    def look(self, lot: Lot) -> None:
        """Pieces that were given back before they left do not leave."""
        seen = {line["id"]: line for line in staff().get(f"/v1/orders/{lot.order.id}").json["lines"]}
        for one in self.lots:
            if one.order is lot.order:
                line = seen[one.order.order["lines"][one.line]["id"]]
                one.unsent = line["waiting_quantity"]

    def check_end(self) -> None:
        """All that can go back has gone."""
        orders = {lot.order.id: lot.order for lot in self.lots}.values()
        stuck = [case for order in orders for case in cases_of(order) if case["stuck"] or case["status"] not in _DONE]
        assert not stuck, (stuck, self.told)
        kept, most = self.kept(), FEE + self.offered
        assert 0 <= kept <= most, (kept, most, self.told)
        if not self.by_amount and not (self.by_hand and self.offered):
            assert kept == most or (self.fee_back and kept == most - FEE), (kept, most, self.told)
