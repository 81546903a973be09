"""The shipping table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

CARRIERS_PK = "CARRIERS"
CARRIER = "CAR#"
SWITCHES_SK = "SWITCHES"


class ShippingTable(Record):
    class Meta:
        table_name = table_name("shipping")


class CarrierRecord(ShippingTable):
    """pk `CARRIERS`, sk `CAR#<code>`. `body` is carrier.Carrier as staff set it; who was never set is as the adapter says."""

    class Meta:
        table_name = table_name("shipping")


class SwitchesRecord(ShippingTable):
    """pk `CARRIERS`, sk `SWITCHES`: which of the carriers that staff set are on, in one small item that a cart's own read brings along."""

    class Meta:
        table_name = table_name("shipping")

    # By code: 1 on, 0 off; as JSON.
    switches = UnicodeAttribute(default="{}")


def carrier_sk(code: str) -> str:
    return f"{CARRIER}{code}"
