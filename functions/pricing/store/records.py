"""The pricing table.

| item | pk / sk | attributes |
|---|---|---|
| lists | `PRICE_LISTS` (pk = sk) | body (PriceLists), version |
| rates | `EXCHANGE_RATES` (pk = sk) | body (ExchangeRates), version |
| channels | `SALES_CHANNELS` (pk = sk) | body (Channels), version |
| keys of a channel | `CHANNEL#<id>` / `KEYS` | body (ChannelKeys: ids of API keys), version |
| list prices | `VAR#<id>` / `LIST_PRICES` | body (ListPrices), version, gsi1 `LIST_PRICES` / id of the variant |

No item is of a person.
"""

from __future__ import annotations

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

LISTS, RATES, CHANNELS, LIST_PRICES = "PRICE_LISTS", "EXCHANGE_RATES", "SALES_CHANNELS", "LIST_PRICES"


class PricingTable(Record):
    class Meta:
        table_name = table_name("pricing")


class ChannelKeysRecord(PricingTable):
    class Meta:
        table_name = table_name("pricing")


class DocumentRecord(PricingTable):
    class Meta:
        table_name = table_name("pricing")


class ListPricesRecord(PricingTable):
    class Meta:
        table_name = table_name("pricing")


def variant_pk(variant_id: str) -> str:
    return f"VAR#{variant_id}"


def channel_pk(channel: str) -> str:
    return f"CHANNEL#{channel}"
