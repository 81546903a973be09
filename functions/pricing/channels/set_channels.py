"""Setting the channels: each sells from warehouses that there are."""

from __future__ import annotations

from functions.pricing.model.channels import Channels
from functions.pricing.store.channels import sales_channels
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.store.transactions import Remember
from functions.stock import unknown_warehouses


def set_channels(wanted: Channels, *, if_match: int | None, remember: Remember[Channels, int]) -> tuple[Channels, int]:
    """Raises VersionConflict (409), Invalid (422 `unknown_warehouse`). One BatchGetItem besides."""
    unknown = unknown_warehouses({name for one in wanted.channels for name in one.warehouses})
    faults = [
        Fault(f"/channels/{i}/warehouses/{n}", "unknown_warehouse", f"There is no warehouse {name}.")
        for i, one in enumerate(wanted.channels)
        for n, name in enumerate(one.warehouses)
        if name in unknown
    ]
    if faults:
        raise Invalid("Some warehouses are not known.", faults=faults, code="unknown_warehouse")
    return sales_channels.put(wanted, if_match=if_match, remember=remember)
