"""Which rows of a WooCommerce export make a product: a simple one alone, a variable one with its variations. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.imports.files.tables import Cells, Fault

Found = tuple[list[int], list[Cells], list[Fault]]
_PRODUCTS = ("simple", "variable")


def woocommerce_groups(rows: Sequence[tuple[int, Cells]]) -> list[Found]:
    """(lines, rows, faults) per product, in the order of their first rows. A variation names its parent by `id:<ID>` or by SKU."""
    parents: dict[str, Found] = {}
    found: list[Found] = []
    for line, row in rows:
        if kind_of(row) == "variation":
            continue
        group: Found = ([line], [row], [])
        found.append(group)
        if kind_of(row) not in _PRODUCTS:
            group[2].append(Fault(line, "Type", "unsupported_type", f"Products of the type {kind_of(row)[:40]!r} are not known here."))
        for name in (f"id:{row['ID'].strip()}" if "ID" in row else "", row.get("SKU", "").strip()):
            if name:
                parents.setdefault(name, group)
    for line, row in rows:
        if kind_of(row) != "variation":
            continue
        parent = parents.get(row.get("Parent", "").strip())
        if parent is None:
            fault = Fault(line, "Parent", "unknown_parent", "The file does not have the product this variation belongs to.")
            found.append(([line], [row], [fault]))
        else:
            parent[0].append(line)
            parent[1].append(row)
    return sorted(found, key=lambda group: group[0][0])


def kind_of(row: Cells) -> str:
    """`simple, virtual` is a simple one."""
    return row.get("Type", "").split(",")[0].strip().lower()
