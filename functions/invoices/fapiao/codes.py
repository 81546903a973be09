"""Under which of the 19-digit codes (商品和服务税收分类编码) the goods of an order are sold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from functions.catalog import category_paths
from functions.invoices.fapiao.of_order import Known
from functions.invoices.model.rows import Row
from functions.invoices.store.goods_codes import goods_codes
from functions.orders import OrderLine
from functions.shared.plain.errors import Conflict


class GoodsCodeMissing(Conflict):
    code, title = "goods_code_missing", "Goods without a code"


def codes_of(known: Known, rows: Sequence[Row]) -> dict[str, str]:
    """By id of the row: the code of the variant, else of the product, else of its category or the nearest above it, else the seller's.
    Raises GoodsCodeMissing (409) that names what has none."""
    lines = {line.line_id: line for line in known.order.lines if any(row.id == line.line_id for row in rows)}
    above = _above(lines.values())
    said = goods_codes({name for line in lines.values() for name in (line.variant_id, line.product_id, *above[line.line_id])})
    entity = known.entity
    codes, missing = dict[str, str](), list[str]()
    for row in rows:
        line = lines.get(row.id)
        if line is None:
            code = entity.delivery_code if entity else ""
        else:
            own = (line.variant_id, line.product_id, *above[line.line_id])
            code = next((said[name] for name in own if name in said), entity.goods_code if entity else "")
        codes[row.id] = code
        if not code:
            missing.append(line.sku or row.title if line else "delivery")
    if missing:
        raise GoodsCodeMissing(f"No goods code is set for {', '.join(missing)[:300]}.", goods=missing)
    return codes


def _above(lines: Iterable[OrderLine]) -> dict[str, list[str]]:
    """By line: its category and those above it, the nearest first."""
    known = list(lines)
    paths = category_paths() if any(line.category_id for line in known) else {}

    def of(category: str | None) -> list[str]:
        found = paths.get(category, frozenset({category})) if category else frozenset()
        return sorted(found, key=lambda one: -len(paths.get(one, ())))

    return {line.line_id: of(line.category_id) for line in known}
