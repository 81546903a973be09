"""Face: the product and its card show what is in stock."""

from __future__ import annotations

from functions.catalog.store.records import CARD_SK, PRODUCT_SK, CardRecord, ProductRecord, product_pk
from functions.catalog.store.repository import again_unless_taken
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from functions.stock import SeenState, StockState, best_state


def show_stock(product_id: str, variant_id: str, state: StockState, version: int, *, promised_on: str = "") -> None:
    """The product and its card show it. `version` is that of the counters; an older one changes nothing. `promised_on`: the day
    that is told of what is sold ahead."""
    pk, seen = product_pk(product_id), SeenState(state, version, promised_on)

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

    again_unless_taken(attempt)
