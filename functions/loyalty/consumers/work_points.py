"""Queue `points-due`: what is due, one after the other; what is wrong with one keeps no other from its turn."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from functions.loyalty.earning.book_order import release
from functions.loyalty.levels.watch_member import watch_member
from functions.loyalty.points.watch_account import watch
from functions.loyalty.sold.send_card import send_card
from functions.loyalty.store.due import keys_in, put_off
from functions.loyalty.store.records import ACCOUNT_SK, MEMBER_SK, SEND_SK, VALUES, card_pk, customer_pk, order_pk
from functions.loyalty.stored.end_values import expire_card
from functions.shared.events.batches import Run, SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def work_points(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        run = Run("points-due")
        for key in keys_in(json.loads(record["body"])):
            with run.item(f"{key[0]} {key[1]}", failed=partial(put_off, key)):
                _do(*key)
        run.end()

    return each_record(event, handle, consumer="points-due")


def _do(pk: str, sk: str) -> None:
    if sk == ACCOUNT_SK:
        watch(pk.removeprefix(customer_pk("")))
    elif sk == MEMBER_SK:
        watch_member(pk.removeprefix(customer_pk("")))
    elif sk == SEND_SK:
        send_card(pk.removeprefix(card_pk("")))
    elif sk.startswith(VALUES):
        expire_card(pk.removeprefix(card_pk("")), sk)
    else:
        release(pk.removeprefix(order_pk("")))
