"""Queue `marketing-work`: what is due, one after the other; what is wrong with one keeps no other from its turn."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from functions.marketing.broadcasts.tell_affected import tell_affected
from functions.marketing.campaigns.take_turn import take_turn
from functions.marketing.campaigns.tell_waiting import tell_waiting
from functions.marketing.carts.remind import remind
from functions.marketing.knowing.count_people import count_people
from functions.marketing.knowing.rebuild import go_on
from functions.marketing.shares.book_shared import release_shared
from functions.marketing.stock_notices.tell_waiting import tell_round
from functions.marketing.store.due import keys_in, put_off
from functions.marketing.store.records import (
    BROADCAST_SK,
    CAMPAIGN_SK,
    PEOPLE_KEY,
    REBUILD_KEY,
    ROUND_SK,
    SHARED_SK,
    broadcast_pk,
    campaign_pk,
    cart_sk,
    shared_pk,
    to_sk,
    variant_pk,
)
from functions.shared.events.batches import Run, SqsRecord, each_record
from functions.shared.outside.time_left import in_time


@in_time
def work(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    def handle(record: SqsRecord) -> None:
        run = Run("marketing-work")
        for key in keys_in(json.loads(record["body"])):
            with run.item(f"{key[0]} {key[1]}", failed=partial(put_off, key)):
                _do(*key)
        run.end()

    return each_record(event, handle, consumer="marketing-work")


def _do(pk: str, sk: str) -> None:
    if sk == CAMPAIGN_SK:
        take_turn(pk.removeprefix(campaign_pk("")))
    elif sk == REBUILD_KEY:
        go_on()
    elif sk == PEOPLE_KEY:
        count_people()
    elif sk == BROADCAST_SK:
        tell_affected(pk.removeprefix(broadcast_pk("")))
    elif sk == ROUND_SK:
        tell_round(pk.removeprefix(variant_pk("")))
    elif sk == SHARED_SK:
        release_shared(pk.removeprefix(shared_pk("")))
    elif sk.startswith(cart_sk("")):
        remind(pk, sk)
    elif sk.startswith(to_sk("")):
        tell_waiting(pk, sk)
