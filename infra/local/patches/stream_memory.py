"""Keeps the undelivered records of table streams over a restart of MiniStack.

MiniStack 1.5.33 saves how far each stream reader has come but not the records themselves. After a restart its counting starts
at zero again, so a reader that had come to 500 would silently miss the next 500 events: the shop would stop reacting. Here
the records nobody has read yet are saved with the tables, under the numbers they had.
"""

from __future__ import annotations

import copy
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import dynamodb, lambda_svc

KEY = "shop_undelivered_stream_records"


def install() -> None:
    plain_get, plain_load = dynamodb.get_state, dynamodb.load_persisted_state

    def get_state() -> dict[str, Any]:
        return {**plain_get(), KEY: undelivered()}

    def load_persisted_state(data: dict[str, Any]) -> None:
        plain_load(data)
        restore(data.get(KEY))

    dynamodb.get_state = get_state
    dynamodb.load_persisted_state = load_persisted_state


def undelivered() -> AccountRegionScopedDict:
    """Per table `{"start": number of the first kept record, "records": [...]}`."""
    readers = _slowest_readers()
    kept = AccountRegionScopedDict()
    for (account, region, table), records in list(dynamodb._stream_records.all_items()):
        first = dynamodb._stream_trimmed.get_scoped(account, region, table, 0)
        start = max(first, min(readers.get((account, region, table), first), first + len(records)))
        kept.set_scoped(account, region, table, {"start": start, "records": copy.deepcopy(records[start - first :])})
    return kept


def restore(saved: AccountRegionScopedDict | None) -> None:
    for (account, region, table), stream in saved.all_items() if saved else ():
        dynamodb._stream_trimmed.set_scoped(account, region, table, stream["start"])
        dynamodb._stream_records.set_scoped(account, region, table, list(stream["records"]))


def _slowest_readers() -> dict[tuple[str, str, str], int]:
    slowest: dict[tuple[str, str, str], int] = {}
    for (account, region, mapping_id), position in list(lambda_svc._dynamodb_stream_positions.all_items()):
        mapping = lambda_svc._esms.get_scoped(account, region, mapping_id) or {}
        source = str(mapping.get("EventSourceArn", ""))
        if ":table/" not in source:
            continue
        place = (account, region, source.split(":table/")[1].split("/")[0])
        slowest[place] = min(slowest.get(place, position), position)
    return slowest
