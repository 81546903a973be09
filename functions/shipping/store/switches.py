"""Which carriers are on, at this moment: asked together with whatever else is asked, and kept by nobody, so a switch counts at once."""

from __future__ import annotations

import json
from collections.abc import Mapping

from functions.shared.store.records import Record
from functions.shipping.store.records import CARRIERS_PK, SWITCHES_SK, SwitchesRecord

Found = Mapping[tuple[type[Record], str, str], Record]


def switch_keys() -> dict[type[Record], list[tuple[str, str]]]:
    """The key of the switches (records.find_many)."""
    return {SwitchesRecord: [(CARRIERS_PK, SWITCHES_SK)]}


def switches_in(found: Found) -> dict[str, bool]:
    """Of the carriers that staff set, whether each is on; from items that were read by `switch_keys`."""
    record = found.get((SwitchesRecord, CARRIERS_PK, SWITCHES_SK))
    return switches_of(record if isinstance(record, SwitchesRecord) else None)


def switches_of(record: SwitchesRecord | None) -> dict[str, bool]:
    return {code: bool(on) for code, on in json.loads(record.switches).items()} if record else {}
