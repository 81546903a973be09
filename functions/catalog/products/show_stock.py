"""Face: the product and its card show what is in stock."""

from __future__ import annotations

from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.catalog.store.repository import settled
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from functions.stock.model.stock import SeenState, best_state, state_of
from functions.stock.store.records import StockRecord


def show_state(stock: StockRecord) -> None:
    """The product and its card show the state these counters mean."""
    variant_id, seen = stock.pk.removeprefix("VAR#"), SeenState(state_of(int(stock.available)), int(stock.version))
    pk = product_pk(stock.product_id or "")

    def attempt() -> None:
        record = find(ProductRecord, pk, PRODUCT_SK)
        if record is None:
            return
        states = load(dict[str, SeenState], record.stock_states)
        known = states.get(variant_id)
        if known is not None and known.seen >= seen.seen:
            return
        states[variant_id] = seen
        actions = [ProductRecord.stock_states.set(dump(states)), ProductRecord.states_version.set(record.states_version + 1)]
        same = ProductRecord.states_version == record.states_version
        product = Update(ProductRecord, pk, PRODUCT_SK, actions, same, Overtaken())
        transact([product, Update(CardRecord, pk, CARD_SK, [CardRecord.stock_state.set(best_state(states))])])

    settled(attempt)
