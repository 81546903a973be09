"""The shipping table and the keys of its items; README.md lists every access pattern."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

CARRIERS_PK = "CARRIERS"
CARRIER = "CAR#"
SWITCHES_SK = "SWITCHES"
SCORE = "SCORE#"
SCORES_SK = "SCORE"
WEEKS_SK = "WEEKS"


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


class ScoreRecord(ShippingTable):
    """pk `CARRIERS`, sk `SCORE#<carrier>#<service>`. `body` is score.Tally: how many of its parcels arrived, in time, or failed."""

    class Meta:
        table_name = table_name("shipping")


class ScoreSettingRecord(ShippingTable):
    """pk `CARRIERS`, sk `SCORE`. `body` is score.ScoreSetting."""

    class Meta:
        table_name = table_name("shipping")


class WeeksRecord(ShippingTable):
    """pk `CARRIERS`, sk `WEEKS`. `body` is score.Weeks: who fell short, and who is sent nothing for it."""

    class Meta:
        table_name = table_name("shipping")


class CountedRecord(ShippingTable):
    """pk `COUNTED#<what>`, sk `COUNTED`: it is in a tally, so that it is counted once. It goes by `ttl`."""

    class Meta:
        table_name = table_name("shipping")


def carrier_sk(code: str) -> str:
    return f"{CARRIER}{code}"


def score_sk(carrier: str, service: str) -> str:
    return f"{SCORE}{carrier}#{service}"


def counted_pk(once: str) -> str:
    return f"COUNTED#{once}"
