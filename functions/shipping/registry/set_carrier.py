"""Staff set a carrier: what it offers and where, who writes its waybills and follows its parcels, with which account, on or off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.orders import carriers_off
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Invalid, NotFound, VersionConflict
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import locked_put
from functions.shipping.couriers.carriers import carriers, find_carrier
from functions.shipping.couriers.discovery import adapter
from functions.shipping.couriers.port import Ability
from functions.shipping.model.carrier import Carrier, Service
from functions.shipping.model.tracking_link import is_template
from functions.shipping.store.records import CARRIERS_PK, SWITCHES_SK, CarrierRecord, SwitchesRecord, carrier_sk
from functions.shipping.store.switches import switches_of

MAX_CARRIERS = 100
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


def as_set(carrier: Carrier) -> Carrier:
    """Before there was a registry, settings of checkout said which carriers are off; that counts until the carrier is set here."""
    return carrier if carrier.version else replace(carrier, enabled=carrier.enabled and carrier.code not in carriers_off())


def all_as_set() -> list[Carrier]:
    off = carriers_off()
    return [one if one.version else replace(one, enabled=one.enabled and one.code not in off) for one in carriers().values()]


def set_carrier(code: str, changes: Mapping[str, Any], *, if_match: int | None, remember: Remember[Carrier]) -> Carrier:
    """The carrier with `changes` (fields of Carrier; the others stay). A code that nobody has is a new carrier if an adapter is named.

    Raises Invalid (422): `unknown_carrier`, `unknown_courier`, `duplicate_service`, `duplicate_price`, `area_contradicts`,
    `too_many_carriers`, `tracking_url_invalid`; VersionConflict (409).
    """

    def attempt() -> Carrier:
        before = _before(code, changes)
        if if_match is not None and if_match != before.version:
            raise VersionConflict(before.version)
        after = replace(before, **changes)
        _check(after)
        if after == before and before.version:
            transact(remember(before))
            return before
        after = replace(after, version=before.version + 1)
        transact([*_writes(after), *remember(after)])
        return after

    return again(attempt)


def _before(code: str, changes: Mapping[str, Any]) -> Carrier:
    known = find_carrier(code)
    if known is not None:
        return as_set(known)
    if not changes.get("adapter") or not _CODE.fullmatch(code):
        raise Invalid.field(
            "/code",
            "unknown_carrier",
            f"Carriers of this shop: {', '.join(carriers())}. A new one has a code of small letters and an adapter.",
        )
    if len(carriers()) >= MAX_CARRIERS:
        raise Invalid(f"A shop has at most {MAX_CARRIERS} carriers.", code="too_many_carriers")
    return Carrier(code, {}, "", enabled=False)


def _writes(after: Carrier) -> list[Write]:
    record = CarrierRecord(
        pk=CARRIERS_PK, sk=carrier_sk(after.code), kind="carrier", version=after.version, body=dump(replace(after, version=0))
    )  # fmt: skip
    seen = find(SwitchesRecord, CARRIERS_PK, SWITCHES_SK)
    version = int(seen.version) if seen else 0
    switches = {code: int(on) for code, on in (switches_of(seen) | {after.code: after.enabled}).items()}
    switched = SwitchesRecord(pk=CARRIERS_PK, sk=SWITCHES_SK, kind="switches", version=version + 1, switches=json.dumps(switches))
    return [locked_put(record, after.version - 1), locked_put(switched, version)]


def _check(carrier: Carrier) -> None:
    for field, code in (("adapter", carrier.adapter), ("tracker", carrier.tracker)):
        if code or field == "adapter":
            _check_courier(f"/{field}", code)
    if carrier.tracker and not adapter(carrier.tracker).abilities & {Ability.WEBHOOK, Ability.QUERY}:
        raise Invalid.field("/tracker", "unknown_courier", f"{carrier.tracker} follows no parcels.")
    if carrier.tracking_url and not is_template(carrier.tracking_url):
        raise Invalid.field("/tracking_url", "tracking_url_invalid", "An https address with {waybill} once, behind its host.")
    _each_once([one.code for one in carrier.services], lambda n: f"/services/{n}/code", "duplicate_service")
    for n, service in enumerate(carrier.services):
        _check_prices(n, service)
    served = {area.place() for area in carrier.areas}
    for n, area in enumerate(carrier.excluded):
        if area.place() in served:
            raise Invalid.field(f"/excluded/{n}", "area_contradicts", "The area is among those that are served.")


def _check_courier(pointer: str, code: str) -> None:
    try:
        adapter(code)
    except NotFound as error:
        raise Invalid.field(pointer, "unknown_courier", "There is no such courier.") from error


def _check_prices(n: int, service: Service) -> None:
    """Of two prices for one place nobody could say which holds."""
    taken: set[tuple[str, object]] = set()
    for m, price in enumerate(service.prices):
        own: set[tuple[str, object]] = {(price.currency, area.place()) for area in price.areas}
        own = own or {(price.currency, None)}
        if own & taken or len(own) < len(price.areas):
            raise Invalid.field(f"/services/{n}/prices/{m}", "duplicate_price", "There is a price for this area and currency already.")
        taken |= own
        if price.step_fee and not price.step_g:
            raise Invalid.field(f"/services/{n}/prices/{m}/step_g", "step_missing", "A fee per step needs the size of the step.")


def _each_once(codes: list[str], pointer: Callable[[int], str], code: str) -> None:
    for n, one in enumerate(codes):
        if one in codes[:n]:
            raise Invalid.field(pointer(n), code, f"{one} is there already.")
