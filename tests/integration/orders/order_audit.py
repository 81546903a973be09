"""What has to hold of every order of the machine, and of stock, coupons, quota and budget: compared with what was done from outside."""

from __future__ import annotations

from collections import Counter

from functions.orders.model.pieces import pieces_of
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import Parcels, parcels_of
from functions.promotions.app import react
from functions.promotions.store.records import FUNDS_SK, FundsRecord, campaign_pk
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import stock_of
from tests.integration.orders.order_model import Known, on_sale
from tests.integration.promotions.shop import funds
from tests.integration.promotions.test_flash_sales import left as left_of_sale
from tests.support.events import events_in, sqs_of_events

STOCK, USES, QUOTA, BUDGET = 40, 6, 5, 4000


class Audit:
    known: list[Known]
    heard: set[str]
    variants: list[str]
    flash: str
    sale: str
    campaign: str
    coupon: str

    def _parcels(self, known: Known) -> Parcels:
        return parcels_of(known.id)

    def _hear(self, *, again: bool = False) -> None:
        """Promotions hear what orders told, each event twice, and in the end all of them again."""
        events = [one for one in events_in(OrdersTable, "order.paid", "order.refunded") if again or one.id not in self.heard]
        self.heard |= {one.id for one in events}
        assert react(sqs_of_events([one for one in events for _ in range(2)]), None) == {"batchItemFailures": []}

    def _audit(self) -> None:
        self._hear()
        off: Counter[str] = Counter()
        reserved: Counter[str] = Counter()
        coupons = flashes = discounted = 0
        for known in self.known:
            parcels = self._parcels(known)
            assert findings(parcels) == []
            self._money(known, parcels)
            (line,) = parcels.order.lines
            one = pieces_of(parcels.holding)[line.line_id]
            reserved[known.variant] += one.reserved
            off[known.variant] += line.quantity - on_sale(parcels, line.line_id) if not one.reserved else one.reserved
            live = parcels.status != "cancelled"
            coupons += known.uses_coupon and live
            flashes += known.flash and live
            discounted += sum(-part["amount"]["amount"] for part in known.campaign_parts) if live else 0
        quota = left_of_sale(self.sale)
        reserved[self.flash] += quota
        off[self.flash] += quota
        sums = {variant: [0, 0] for variant in (*self.variants, self.flash)}
        for item in StockTable.scan(StockTable.kind == "journal"):
            for moved in load(JournalEntry, item.body).lines:
                sums[moved.variant_id][0] += moved.available
                sums[moved.variant_id][1] += moved.reserved
        for variant, (available, aside) in sums.items():
            assert stock_of(variant) == (STOCK - off[variant], reserved[variant])
            assert (available, aside) == (-off[variant], reserved[variant])
        assert 0 <= quota <= QUOTA - flashes
        budget = FundsRecord.get(campaign_pk(self.campaign), FUNDS_SK).budget_left
        assert 0 <= budget <= BUDGET - discounted
        left = funds(self.coupon)
        # Never given back twice: what is left and what is used together are at most what there was.
        assert left.uses_left + coupons <= USES + self._returned_on_kept()
        assert left.uses_left <= USES
        assert left.budget_left == left.uses_left * 1000

    def _returned_on_kept(self) -> int:
        """Orders that are not cancelled whose money is all back: their coupon may be used again."""
        return sum(1 for known in self.known if known.uses_coupon and self._parcels(known).money.all_back)

    def _money(self, known: Known, parcels: Parcels) -> None:
        assert sum(one.amount or 0 for one in parcels.payments) == sum(one.amount for one in known.paid)
        assert sum(one.refunded for one in parcels.payments) == sum(one.back for one in known.paid)
