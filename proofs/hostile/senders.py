"""Who tells the shop something: for each operation of a webhook a subject, what really happened to it, and how its sender signs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from functions.invoices.providers.sandbox.provider import HEADER as FAPIAO_HEADER
from functions.shared.outside import clock
from functions.shared.plain import signatures, times
from functions.shared.plain.standard_webhooks import signed
from proofs.rebuild.folds import events
from proofs.shop import lives
from proofs.shop.fapiao import SECRET as FAPIAO_SECRET
from proofs.shop.world import World
from tests.integration.invoices.chinese import PERSON, SELLER
from tests.integration.payments.sandbox_double import SECRET as PAYMENTS
from tests.support import courier as couriers

Headers = dict[str, str]
Seal = Callable[[bytes, int, str], Headers]


@dataclass
class Play:
    """`messages`: what really happened, oldest first. `seal(raw, unix, secret)`: as the sender signs, for no secret with its own.
    `state`: what became of the subject. `resent`: refused messages come again until they are taken."""

    operation: str
    url: str
    messages: list[bytes]
    seal: Seal
    state: Callable[[], Any]
    resent: bool = False

    def headers(self, raw: bytes, *, age: int = 0, secret: str = "") -> Headers:
        return self.seal(raw, int(clock.now().timestamp()) - age, secret)


def _with_time(header: str, own: str) -> Seal:
    return lambda raw, unix, secret: {header: signatures.sign(secret or own, unix, raw)}


def _raw(**content: Any) -> bytes:
    return json.dumps(content).encode()


def _told_of(order_id: str) -> dict[str, int]:
    """How often each event of the order was written."""
    return dict(Counter(one.type for one in events() if order_id in (one.subject, one.data.get("order_id"))))


def payments(world: World) -> Play:
    """A charge that failed at first and was paid then, told once more under another id."""
    bought = lives.buy(world, world.variants[:1])
    payment = lives.done(bought.door.post(f"{bought.url}/payments", {"provider": "sandbox"}))
    reference, now = payment["reference"], int(clock.now().timestamp())
    world.provider.pay(reference)
    charge = world.provider.charges[reference]
    kinds = [("failed", "charge.failed", "failed"), ("paid", "charge.succeeded", "succeeded"), ("again", "charge.succeeded", "succeeded")]
    messages = [_raw(id=f"evt_{reference}_{name}", type=kind, created=now, data=charge | {"status": to}) for name, kind, to in kinds]

    def state() -> Any:
        order = bought.now()
        told = _told_of(bought.order["id"])
        return {
            "paid": order["payment_status"],
            "amounts": sorted(one["amount"]["amount"] for one in order["payments"] if one["status"] == "paid")
            if "payments" in order
            else 0,
            "order.paid": told.get("order.paid"),
            "refunds": sum(one["reference"] == reference for one in world.provider.refunds.values()),
        }

    url = "/v1/webhooks/payments/sandbox"
    return Play("POST /v1/webhooks/payments/{provider}", url, messages, _with_time("X-Sandbox-Signature", PAYMENTS), state)


def courier(world: World) -> Play:
    """A parcel is fetched, travels, and is delivered."""
    bought = lives.buy(world, world.variants[:1])
    bought.pay()
    lives.until(world, lambda: any(one["waybill"] for one in bought.now()["shipments"]))
    [number, *_] = [one["waybill"] for one in bought.now()["shipments"] if one["waybill"]]
    messages = []
    for status in ("PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"):
        world.later(hours=1)
        told = [{"at": times.iso(clock.now()), "status": status, "text": status, "place": "上海"}]
        messages.append(_raw(id=f"trace-{number}-{status}", waybill=number, events=told))

    def state() -> Any:
        order, told = bought.now(), _told_of(bought.order["id"])
        [parcel] = order["shipments"]
        return {"order": order["status"], "parcel": parcel["status"], "order.delivered": told.get("order.delivered")}

    seal = _with_time(couriers.HEADER, couriers.SECRET)
    return Play("POST /v1/webhooks/couriers/{courier}", "/v1/webhooks/couriers/sandbox", messages, seal, state)


def courier_with_token(world: World) -> Play:
    play = courier(world)
    play.operation, play.url = "POST /v1/webhooks/couriers/{courier}/{token}", f"{play.url}/of-this-parcel"
    return play


def fapiao(world: World) -> Play:
    """An e-invoice is issued over there, told twice, once with keys that are nobody's."""
    lives.done(world.staff().put("/v1/admin/invoice_settings", {"entities": [SELLER]}))
    bought = lives.buy(world, world.variants[:1])
    bought.pay()
    lives.done(bought.door.post(f"{bought.url}/fapiao", {"title": PERSON}))
    world.rest()
    keys = world.fapiao.decide(bought.order["number"])
    assert keys, "the provider of e-invoices was not asked"
    nobodys = "fap_" + "0" * 26
    messages = [_raw(keys=keys), _raw(keys=[nobodys, *keys]), _raw(keys=[nobodys])]

    def state() -> Any:
        shown = lives.done(bought.door.get(f"{bought.url}/fapiao"))["data"]
        issued = _told_of(bought.order["id"]).get("fapiao.issued")
        over_there = sum(one["order"] == bought.order["number"] for one in world.fapiao.invoices.values())
        return {"states": [one["status"] for one in shown], "over there": over_there, "fapiao.issued": issued}

    seal = _with_time(FAPIAO_HEADER, FAPIAO_SECRET)
    return Play("POST /v1/webhooks/fapiao/{provider}", "/v1/webhooks/fapiao/sandbox", messages, seal, state)


def wms(world: World) -> Play:
    """Two pieces are picked one after the other and packed."""
    bought = lives.buy(world, world.variants[:1], quantity=2)
    bought.pay()
    owner = world.staff()
    warehouse = lives.done(owner.get("/v1/admin/warehouses"))["data"][0]["id"]
    if warehouse not in world.wms:
        told = lives.done(owner.put(f"/v1/admin/warehouses/{warehouse}/wms", {"url": "https://wms.example.com/shop"}))
        world.wms[warehouse] = told["answers_secret"]
    world.rest()
    found = lives.done(owner.get(f"/v1/admin/picks?warehouse={warehouse}&state=requested&limit=100"))["data"]
    [pick] = [one for one in found if one["order_id"] == bought.order["id"]]
    [line] = pick["lines"]

    def says(kind: str, *counted: int) -> bytes:
        rows = [{"line_id": line["line_id"], "quantity": one} for one in counted]
        return _raw(type=kind, data={"pick_id": pick["id"], "lines": rows})

    def seal(raw: bytes, unix: int, secret: str) -> Headers:
        message_id = f"msg_{hashlib.sha256(raw).hexdigest()[:16]}"
        return signed([secret or world.wms[warehouse]], message_id, unix, raw.decode("utf-8", "replace"))

    def state() -> Any:
        now = lives.done(owner.get(f"/v1/admin/picks/{pick['id']}"))
        packed = _told_of(bought.order["id"]).get("pick.packed")
        pieces = [{name: value for name, value in one.items() if isinstance(value, int)} for one in now["lines"]]
        return {"pick": now["state"], "pieces": pieces, "pick.packed": packed}

    messages = [says("pick.picked", 1), says("pick.picked", 2), says("pick.packed")]
    return Play("POST /v1/webhooks/wms/{warehouse_id}", f"/v1/webhooks/wms/{warehouse}", messages, seal, state, resent=True)


SENDERS: tuple[Callable[[World], Play], ...] = (payments, courier, courier_with_token, fapiao, wms)
