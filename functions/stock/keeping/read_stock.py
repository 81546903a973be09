"""Stock as staff sees it: the counters of a variant, warehouse by warehouse, and every movement that made them."""

from __future__ import annotations

from dataclasses import field

from functions.catalog import NamedVariant, named_variant, variant_id_of
from functions.shared.plain import pages
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.listing import query_page
from functions.stock.model.counters import Counters
from functions.stock.model.stock import Movement
from functions.stock.model.stock_settings import StockSettings, offered
from functions.stock.store.read_counters import counters
from functions.stock.store.records import MOVEMENT, MovementRecord, variant_pk
from functions.stock.store.stock_settings import stock_settings
from functions.stock.store.warehouses import warehouses


@dataclass(frozen=True)
class Level(Counters):
    """With the variant they are of, and what the shop sets about all."""

    variant: NamedVariant = NamedVariant("", "", "")
    settings: StockSettings = field(default_factory=StockSettings)

    @property
    def for_sale(self) -> int:
        return offered(self.available, self.safety, self.settings)


def stock_level(reference: str) -> Level:
    """By variant id (four requests) or SKU (one more). Raises NotFound."""
    variant = named_variant(reference)
    return Level(**vars(counters(variant.id, warehouses())), variant=variant, settings=stock_settings())


def stock_movements(reference: str, *, limit: int, cursor: str | None) -> pages.Page[Movement]:
    """Newest first. Movements of orders appear as soon as the stock projector has followed the stream."""
    variant_id = variant_id_of(reference)
    query = {"list": "movements", "variant": variant_id}
    key = MovementRecord.sk.startswith(MOVEMENT)
    page = query_page(
        MovementRecord, variant_pk(variant_id), query=query, limit=limit, cursor=cursor, range_condition=key, newest_first=True
    )
    return pages.Page([load(Movement, record.body) for record in page.data], page.next_cursor)
