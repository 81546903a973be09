"""Events of value that people have at the shop: gift cards and customers' credit (functions/loyalty). Each is an entry of its ledger."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class StoredValueMoved:
    """`amount` (minor units, above 0) went from `source` to `target`: issued | held | spent | expired | moved | paid_out | closed. `kind`:
    issued | spent | given_back | expired | moved | taken | paid_out | closed. `form`: gift_card (then `card_id`) | store_credit (then
    `customer_id`). `balance`: what is left. `order_id` is empty where there is none."""

    TYPE: ClassVar[str] = "stored_value.moved"
    VERSION: ClassVar[int] = 1
    form: str
    card_id: str
    customer_id: str
    kind: str
    amount: int
    currency: str
    source: str
    target: str
    balance: int
    order_id: str
