"""A random walk over what is done about one order: exchanges of exchanges, returns, withdrawals, offers, refunds by hand.

The walk knows of each line how many pieces its buyer has and what a piece is worth, and nothing of how money is shared. After each step
what the shop kept is that worth and the delivery fee, as long as nobody gave money back by hand. At the end all that can go back goes back:
then the shop keeps the delivery fee and the rest of what it paid an offer for, exactly; or less, where staff gave an amount for nothing in
particular.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.integration.aftersales.exchanged import asked, bowl, ended, pay, sent_back, unpaid_at_its_deadline
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_exchanged_then_returned import by_hand, new_order, returned
from tests.integration.aftersales.walking.kept import Kept, Lot
from tests.integration.aftersales.withdrawing.stating import first, second
from tests.integration.aftersales.withdrawing.stating import sent_back as sent_after_withdrawal
from tests.integration.orders.buyer import staff


@dataclass
class Walk(Kept):
    chance: Random = field(default_factory=Random)

    def run(self, steps: int) -> None:
        for _ in range(steps):
            able = [lot for lot in self.lots if lot.pieces]
            if not able:
                break
            lot = self.chance.choice(able)
            acts = self._sent_acts() if lot.sent and self.chance.random() < 0.9 else [self._hand] if lot.sent else self._unsent_acts()
            act = self.chance.choice(acts)
            self.told.append(f"{act.__name__} {lot}")
            act(lot)
            self.settle()
            self.check()
        self._give_all_back()

    def _sent_acts(self) -> list[Any]:
        return [
            self._exchange,
            self._exchange,
            self._exchange,
            self._exchange_two,
            self._exchange_free,
            self._exchange_ends,
            self._order_cancelled,
            self._return,
            self._withdraw,
            self._missing,
            self._offer,
            self._hand,
            self._hand_amount,
        ]

    def _unsent_acts(self) -> list[Any]:
        return [self._send, self._send, self._withdraw_unsent, self._hand]

    def _some(self, count: int) -> int:
        return self.chance.randint(1, count)

    def _price(self) -> int:
        return self.chance.choice((1999, 3333, 4001, 4001, 5900, 7007))

    # What is done.

    def _exchange(self, lot: Lot) -> None:
        self._done(lot, self._some(lot.sent), bowl(price := self._price(), stock=9), price)

    def _exchange_free(self, lot: Lot) -> None:
        self._done(lot, self._some(lot.sent), lot.variant, lot.worth, reason="defective")

    def _done(self, lot: Lot, count: int, variant: str, worth: int, **more: Any) -> None:
        case = self._exchanged([(lot, count)], variant, **more)
        if case:
            self._appears(lot.order, case, [(variant, worth, count)])

    def _exchange_two(self, lot: Lot) -> None:
        """Both lines of an order at once."""
        pairs = [(one, self._some(one.sent)) for one in self.lots if one.order is lot.order and one.sent]
        variant = bowl(price := self._price(), stock=9)
        case = self._exchanged(pairs, variant)
        if case:
            self._appears(lot.order, case, [(variant, price, count) for _, count in pairs])

    def _exchanged(self, pairs: list[tuple[Lot, int]], variant: str, **more: Any) -> Any:
        order = pairs[0][0].order
        wanted = [(lot.line, count) for lot, count in pairs]
        answer = asked(order, variant, *wanted, **more)
        if answer.status != 201:
            self.may_refuse(answer)
            return None
        case = answer.json
        if case["exchange"]["to_pay"]["amount"]:
            pay(order, case)
        sent_back(order, case)
        assert order.graded(case, *((line, count, "as_new") for line, count in wanted)).status == 200
        self.settle()
        assert order.seen(case)["status"] == "exchanged", (order.seen(case), self.told)
        for lot, count in pairs:
            lot.sent -= count
        return case

    def _appears(self, order: Sold, case: Any, pieces: list[tuple[str, int, int]]) -> Sold:
        new = new_order(order, case)
        self.lots += [Lot(new, n, variant, worth, unsent=count) for n, (variant, worth, count) in enumerate(pieces)]
        if self.chance.random() < 0.7:
            self._send(self.lots[-1])
        return new

    def _send(self, lot: Lot) -> None:
        lots = [one for one in self.lots if one.order is lot.order]
        pieces = [one.unsent for one in sorted(lots, key=lambda one: one.line)]
        before = sum(one.sent for one in lots)
        if before and sum(pieces):
            # A second parcel needs another waybill.
            pieces = [self._some(count) if count else 0 for count in pieces]
        lot.order.send(*pieces)
        for one, count in zip(sorted(lots, key=lambda one: one.line), pieces, strict=True):
            one.sent, one.unsent = one.sent + count, one.unsent - count

    def _exchange_ends(self, lot: Lot) -> None:
        """Taken back or not paid: as it was before."""
        answer = asked(lot.order, bowl(self._price(), stock=9), (lot.line, self._some(lot.sent)))
        if answer.status != 201:
            self.may_refuse(answer)
            return
        case, order = answer.json, lot.order
        due = case["exchange"]["to_pay"]["amount"]
        if due and self.chance.random() < 0.5:
            with later(hours=48 + 72, seconds=1):
                unpaid_at_its_deadline(case)
                order.news()
        else:
            if due and self.chance.random() < 0.7:
                pay(order, case)
            assert order.mine(case, "cancel").status == 200
            ended(order)
        assert order.seen(case)["status"] == "cancelled", self.told

    def _order_cancelled(self, lot: Lot) -> None:
        """The other pieces do not leave: all goes back as of a return."""
        count = self._some(lot.sent)
        case = self._exchanged([(lot, count)], bowl(self._price(), stock=9))
        if case:
            new = new_order(lot.order, case)
            assert staff().post(f"/v1/orders/{new.id}/cancel").status == 200
            ended(lot.order)
            assert lot.order.seen(case)["status"] == "refunded", (lot.order.seen(case), self.told)

    def _return(self, lot: Lot) -> None:
        self._returned(lot, self._some(lot.sent))

    def _returned(self, lot: Lot, count: int) -> bool:
        answer = lot.order.open((lot.line, count))
        if answer.status != 201:
            self.may_refuse(answer)
            return False
        assert lot.order.mine(answer.json, "cancel").status == 200
        case = returned(lot.order, (lot.line, count))
        self.settle()
        assert lot.order.seen(case)["status"] == "refunded", (lot.order.seen(case), self.told)
        lot.sent -= count
        return True

    def _withdraw(self, lot: Lot) -> None:
        self._withdrawn(lot, self._some(lot.sent))

    def _withdraw_unsent(self, lot: Lot) -> None:
        self._withdrawn(lot, self._some(lot.unsent), unsent=True)

    def _withdrawn(self, lot: Lot, count: int, *, unsent: bool = False) -> bool:
        """What has not left is withdrawn first, so of a line that has both only that is asked for here."""
        if lot.unsent and not unsent:
            return False
        step = first(lot.order, (lot.line, count))
        if step.status != 200:
            self.may_refuse(step)
            return False
        stated = second(lot.order, step)
        assert stated.status == 201, stated.text
        self.settle()
        if not unsent:
            sent_after_withdrawal(lot.order, stated.json)
        self.settle()
        self.fee_back = True
        if unsent:
            lot.unsent -= count
        else:
            lot.sent -= count
        for case in stated.json["returns"]:
            assert lot.order.seen({"id": case})["status"] == "refunded", (lot.order.seen({"id": case}), self.told)
        return True

    def _missing(self, lot: Lot) -> None:
        count = self._some(lot.sent)
        answer = lot.order.open((lot.line, count), kind="refund_only", reason="not_as_described")
        if answer.status != 201:
            self.may_refuse(answer)
            return
        assert lot.order.staff(answer.json, "approve", {}).status == 200
        self.fee_back = True
        self.settle()
        assert lot.order.seen(answer.json)["status"] == "refunded", (lot.order.seen(answer.json), self.told)
        lot.sent -= count

    def _offer(self, lot: Lot) -> None:
        count = self._some(lot.sent)
        answer = lot.order.open((lot.line, count))
        if answer.status != 201:
            self.may_refuse(answer)
            return
        case = answer.json
        amount = self.chance.randint(1, case["amount"]["amount"] or 1)
        made = lot.order.staff(case, "counter_offer", {"amount": {"amount": amount, "currency": "CNY"}})
        assert made.status == 200 or self.by_hand, (made.text, self.told)
        if made.status != 200:
            assert lot.order.mine(case, "cancel").status == 200
            return
        assert lot.order.mine(case, "accept").status == 200
        self.settle()
        assert lot.order.seen(case)["status"] == "refunded", (lot.order.seen(case), self.told)
        lot.sent -= count
        self.offered += lot.worth * count - amount

    def _hand(self, lot: Lot) -> None:
        answer = by_hand(lot.order, (lot.line, self._some(lot.pieces)))
        self.told.append(f"  {answer.status}")
        assert answer.status in (201, 409, 422), answer.text
        if answer.status == 201:
            self.by_hand = True
            self.settle()
            self.look(lot)

    def _hand_amount(self, lot: Lot) -> None:
        answer = by_hand(lot.order, amount=self.chance.randint(1, 3000))
        assert answer.status in (201, 409, 422), answer.text
        if answer.status == 201:
            self.by_hand = self.by_amount = True

    def _give_all_back(self) -> None:
        self.told.append("all back")
        for lot in reversed(self.lots):
            while lot.unsent and self._withdrawn(lot, 1, unsent=True):
                pass
            lot.unsent = 0
            while lot.sent and (self._returned(lot, lot.sent) or (lot.sent > 1 and self._returned(lot, 1))):
                pass
        self.settle()
        self.check_end()
