"""The carriers of the shop: those that its adapters make, as staff set them, and those that staff added."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from functions.shared.plain.errors import Invalid, NotFound
from functions.shipping.couriers.discovery import adapter, adapter_codes, courier
from functions.shipping.couriers.port import Ability, Courier
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.score import Scores
from functions.shipping.store.carriers import stored_book, stored_carrier, stored_carriers


def carriers() -> dict[str, Carrier]:
    """By code. One Query; imports every adapter. A carrier whose adapter is gone is gone with it; its row waits for the adapter."""
    return _all(stored_carriers())


def carriers_and_scores() -> tuple[dict[str, Carrier], Scores]:
    """Those, and how well each has kept its word; who is suspended is off. One Query, too."""
    stored, scores = stored_book()
    found = _all(stored)
    return {code: replace(one, enabled=False) if code in scores.suspended else one for code, one in found.items()}, scores


def find_carrier(code: str) -> Carrier | None:
    """One GetItem; imports one adapter, or all of them for a carrier that staff never set and that is not called like its adapter."""
    stored = stored_carrier(code)
    if stored is not None:
        return stored if _is_there(stored.adapter) else None
    with suppress(NotFound):
        for one in adapter(code).carriers:
            if one.code == code:
                return one
    return _made().get(code)


def carrier(code: str, *, pointer: str = "/carrier") -> Carrier:
    """`pointer`: where the code was said. Raises Invalid (422 `unknown_carrier`)."""
    found = find_carrier(code)
    if found is None:
        raise Invalid.field(pointer, "unknown_carrier", f"Carriers of this shop: {', '.join(carriers())}.")
    return found


def account_of(carrier: Carrier) -> str:
    """The name of the entry of the secret that its adapter speaks with; empty where nobody is asked."""
    found = adapter(carrier.adapter)
    return (carrier.credentials or found.account or found.code) if found.abilities else ""


def writer_of(carrier: Carrier) -> Courier:
    """Who writes the carrier's waybills."""
    return courier(carrier.adapter, carrier.credentials)


def tracker_of(carrier: Carrier) -> Courier:
    """Who follows its parcels."""
    return courier(carrier.tracker) if carrier.tracker else writer_of(carrier)


def courier_of_messages(code: str) -> Courier:
    """Who sends messages under this code: a carrier's adapter, or one that follows parcels of many. Raises NotFound. One GetItem."""
    stored = stored_carrier(code)
    found = writer_of(stored) if stored else courier(code)
    if not found.able(Ability.WEBHOOK):
        raise NotFound("There is no such courier.")
    return found


def carriers_followed_by(code: str, company: str = "") -> list[str]:
    """Codes of the carriers whose parcels this courier writes or follows, and which it calls `company` where it says so. One Query."""
    followed = [one for one in carriers().values() if code in (one.code, one.adapter, one.tracker)]
    return [one.code for one in followed if not company or one.company in ("", company)]


def _all(stored: Mapping[str, Carrier]) -> dict[str, Carrier]:
    there = {code: one for code, one in stored.items() if _is_there(one.adapter)}
    return dict(sorted((_made() | there).items()))


def _made() -> dict[str, Carrier]:
    made: dict[str, Carrier] = {}
    for code in adapter_codes():
        with suppress(NotFound):
            made |= {one.code: one for one in adapter(code).carriers}
    return made


def _is_there(code: str) -> bool:
    try:
        adapter(code)
    except NotFound:
        return False
    return True
