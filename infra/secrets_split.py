"""The one secret of before, `shop-STAGE-providers`, taken apart into that of couriers and that of payments. Run by every deployment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from infra.changes import ChangeError

COURIERS = frozenset({"sandbox_courier"})
"""The couriers whose keys could stand in the secret of before."""
Entries = dict[str, Any]


def by_domain(entries: Mapping[str, Any]) -> tuple[Entries, Entries]:
    """The keys of payment providers, and those of couriers."""
    couriers = {name: entry for name, entry in entries.items() if name in COURIERS}
    return {name: entry for name, entry in entries.items() if name not in COURIERS}, couriers


def split_secret(client: Any, stage: str, say: Callable[[str], None]) -> None:
    """Copy the keys of before into the secrets of now that have none yet. The secret of before stays, for whoever deploys an older version
    again; nothing reads it any more."""
    before = _value(client, f"shop-{stage}-providers")
    if not before:
        return
    try:
        entries = json.loads(before)
        payments, couriers = by_domain(entries)
    except (ValueError, AttributeError) as error:
        raise ChangeError(f"The secret shop-{stage}-providers is no JSON object; mend or delete it, then deploy again.") from error
    for name, part in ((f"shop-{stage}-payments", payments), (f"shop-{stage}-couriers", couriers)):
        if part and _value(client, name) in ("", "{}"):
            client.put_secret_value(SecretId=name, SecretString=json.dumps(part))
            say(f"{name}: has the keys of {', '.join(sorted(part))} now, from shop-{stage}-providers")


def _value(client: Any, name: str) -> str:
    """Empty for a secret without value, also for one that is not there."""
    try:
        return str(client.get_secret_value(SecretId=name).get("SecretString", "")).strip()
    except client.exceptions.ResourceNotFoundException:
        return ""
