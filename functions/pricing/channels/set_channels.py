"""Setting the channels: each sells from warehouses that there are, and none that an API key names is taken away."""

from __future__ import annotations

from functions.pricing.model.channels import ALWAYS, Channels
from functions.pricing.store.channel_keys import keys_naming
from functions.pricing.store.channels import sales_channels
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.store.transactions import Remember, Write
from functions.stock import unknown_warehouses


def set_channels(wanted: Channels, *, if_match: int | None, remember: Remember[Channels, int]) -> tuple[Channels, int]:
    """Raises VersionConflict (409), Conflict (409 `channel_in_use`), Invalid (422 `unknown_warehouse`). One BatchGetItem besides, one more
    where a channel goes."""
    unknown = unknown_warehouses({name for one in wanted.channels for name in one.warehouses})
    faults = [
        Fault(f"/channels/{i}/warehouses/{n}", "unknown_warehouse", f"There is no warehouse {name}.")
        for i, one in enumerate(wanted.channels)
        for n, name in enumerate(one.warehouses)
        if name in unknown
    ]
    if faults:
        raise Invalid("Some warehouses are not known.", faults=faults, code="unknown_warehouse")

    def unnamed(before: Channels) -> list[Write]:
        """Its keys would sell from everywhere."""
        named, unchanged = keys_naming({one.id for one in before.channels} - {one.id for one in wanted.channels} - ALWAYS)
        if named:
            raise Conflict("API keys name it, revoke them first: " + ", ".join(sorted(named)), code="channel_in_use", keys=dict(named))
        return unchanged

    return sales_channels.put(wanted, if_match=if_match, remember=remember, besides=unnamed)
