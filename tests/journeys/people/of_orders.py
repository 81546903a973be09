"""What somebody tells with carts and orders, and what staff, couriers and providers say of these."""

from __future__ import annotations

from typing import Any

from tests.journeys.merchant import a_product, cny, parcel, shipments
from tests.journeys.people.of_the_account import FIELD
from tests.journeys.people.planter import World
from tests.journeys.shopper import eventually

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


SELLER = {
    "id": "cn", "name": "Example Ltd", "street": "Nanjing Rd 1", "city": "Shanghai", "postal_code": "200000", "country": "CN",
    "timezone": "Asia/Shanghai", "tax_number": "91310000MA1FL00056", "fapiao_provider": "sandbox", "goods_code": "1060105020000000000",
    "delivery_code": "3040409030000000000",
}  # fmt: skip


def plant_orders(world: World) -> None:
    """`done` was delivered; `disputed`, too; `amended` left by hand; `rejected` and `unpaid` ended; `open` is under way."""
    world.orders |= {"goods": a_product(world.shop, 5900, stock=50)}
    world.send("PUT", "/v1/admin/invoice_settings", {"entities": [SELLER]}, **world.staff())
    delivered(world, "done", save=True)
    disputed(world)
    amended(world)
    ended(world)
    order(world, "open", "sandbox")
    left_behind(world)


def cart(world: World) -> str:
    """The path of one with everything that can be said in it."""
    say = world.say
    variant = world.orders["goods"]["variants"][0]["id"]
    lines = [{"variant_id": variant, "quantity": 2, "metadata": say.notes("NewLine.metadata.*")}]
    body = {"currency": "CNY", "lines": lines, "email": say.email("WholeCartIn.email"), "metadata": say.notes("WholeCartIn.metadata.*")}
    made = world.mine("POST", "/v1/carts", body | {"address": say.address("CartAddress", label=say.text("CartAddress.label.?"))}, 201)
    path = f"/v1/carts/{made['id']}"
    line = f"{path}/lines/{made['lines'][0]['id']}"
    world.mine("PATCH", line, {"metadata": say.notes("LineChange.metadata.*")})
    world.mine("PATCH", path, {"email": say.email("CartPatch.email"), "metadata": say.notes("CartPatch.metadata.*")})
    world.send("PATCH", f"/v1/admin{path[3:]}", {"private_metadata": say.notes("CartNotes.private_metadata.*")}, **world.staff())
    option = world.shop.get(f"{path}/delivery_options", **world.own)["data"][0]
    world.mine("PUT", f"{path}/delivery_option", {"id": option["id"]})
    return path


def placed(world: World, name: str) -> Any:
    say = world.say
    wish = {"cart_id": cart(world).rsplit("/", 1)[1], "note": say.text("NewOrder.note"), "metadata": say.notes("NewOrder.metadata.*")}
    wish |= {"custom_fields": {FIELD: say.text("NewOrder.custom_fields.*")}}
    world.orders[name] = world.mine("POST", "/v1/orders", wish, 201)
    kept = {one: say.notes(f"OrderPatch.{one}.*") for one in ("metadata", "private_metadata")}
    kept |= {"custom_fields": {FIELD: say.text("OrderPatch.custom_fields.*")}}
    world.send("PATCH", f"/v1/admin/orders/{world.orders[name]['id']}", kept, **world.staff())
    note = {"text": say.words("OrderNoteIn.text")}
    world.send("POST", f"/v1/admin/orders/{world.orders[name]['id']}/notes", note, 201, **world.staff())
    return world.orders[name]


def order(world: World, name: str, provider: str, **more: Any) -> Any:
    """Placed and paid."""
    say, made = world.say, placed(world, name)
    wish = {"provider": provider, "return_url": say.url("StartPayment.return_url"), "metadata": say.notes("StartPayment.metadata.*")}
    device = {"X-Device-Id": say.text("X-Device-Id")}
    payment = world.send("POST", f"/v1/orders/{made['id']}/payments", wish | more, 201, **world.own, **device)
    notes = {one: say.notes(f"NotesPatch.{one}.*") for one in ("metadata", "private_metadata")}
    world.send("PATCH", f"/v1/admin/payments/{payment['id']}", notes, **world.staff())
    world.shop.customer_does(payment)
    world.orders[f"{name} payment"] = payment
    return world.order_when(name, lambda o: o["payment_status"] == "paid")


def delivered(world: World, name: str, provider: str = "sandbox", **more: Any) -> None:
    order(world, name, provider, **more)
    booked = world.order_when(name, lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])
    for status in ("PICKED_UP", "DELIVERED"):
        said = {"status": status, "text": world.say.text("courier.text"), "place": world.say.text("courier.place")}
        world.send("POST", f"/sandbox/couriers/sandbox/{booked['shipments'][0]['waybill']}", said)
    world.order_when(name, lambda o: o["status"] == "delivered")


def receive(world: World, name: str) -> None:
    """By the courier; nobody is left who could confirm it."""
    admin = f"/v1/admin/orders/{world.orders[name]['id']}"
    booked = eventually(lambda: world.shop.get(f"{admin}/shipments", **world.staff())["data"], lambda found: found and found[0]["waybill"])
    for status in ("PICKED_UP", "DELIVERED"):
        said = {"status": status, "text": world.say.text("courier.text"), "place": world.say.text("courier.place")}
        world.send("POST", f"/sandbox/couriers/sandbox/{booked[0]['waybill']}", said)
    eventually(lambda: world.shop.get(admin, **world.staff())["status"], lambda status: status == "delivered", 60)


def disputed(world: World) -> None:
    delivered(world, "disputed", "stripe")
    payment, finance = world.orders["disputed payment"], world.staff("finance")
    world.shop.customer_does(payment, "dispute")

    def case(state: str) -> Any:
        listed = world.shop.get(f"/v1/admin/disputes?state={state}&limit=100", **finance)["data"]
        return next((one for one in listed if one["payment_id"] == payment["id"]), None)

    path = f"/v1/admin/disputes/{eventually(lambda: case('open'), bool)['id']}"
    proof = {name: world.say.text("WriteEvidence.evidence.*") for name in ("uncategorized_text", "customer_communication")}
    world.send("POST", f"{path}/evidence", {"evidence": proof}, **finance)
    file = {"name": f"{world.say.text('WantFile.name')}.png", "content_type": "image/png"}
    form = world.send("POST", f"{path}/files", file, 201, **finance)
    assert world.shop.upload(form, PICTURE + world.say.text("a file of a dispute").encode()) in (200, 201, 204)
    world.send("POST", f"{path}/evidence", {"submit": True}, **finance)
    world.shop.customer_does(payment, "dispute_won")
    eventually(lambda: case("closed"), bool)


def amended(world: World) -> None:
    """Held, released, to another address, sent by hand; partly given back."""
    say, staff = world.say, world.staff()
    made = placed(world, "amended")
    path, admin = f"/v1/orders/{made['id']}", f"/v1/admin/orders/{made['id']}"
    to = say.address("AddressIn", email=made["address"]["email"])
    wish = {"address": to, "reason": say.words("AmendIn.reason")}
    world.mine("POST", f"{path}/preview", wish | {"reason": say.words("AmendmentIn.reason")})
    world.mine("PATCH", path, wish)
    world.send("POST", f"{admin}/hold", {"reason": say.words("HoldIn.reason")}, **staff)
    payment = world.shop.payment(made, world.own, "sandbox")
    world.shop.customer_does(payment)
    world.order_when("amended", lambda o: o["payment_status"] == "paid")
    world.send("POST", f"{admin}/release", {"note": say.words("ReleaseIn.note")}, **staff)
    now = world.order_when("amended", lambda o: bool(o["shipments"]) and o["shipments"][0]["waybill"])
    (booked,) = world.shop.get(shipments(now), **staff)["data"]
    world.send("POST", f"{shipments(now)}/{booked['id']}/cancel", {}, **staff)
    notes = {name: say.notes(f"ShipOrderIn.{name}.*") for name in ("metadata", "private_metadata")}
    sent = world.send("POST", shipments(now), parcel(now, 2, **notes), 201, **world.staff("warehouse"))
    for status in ("IN_TRANSIT", "EXCEPTION"):
        said = {"status": status, **{name: say.text(f"TraceEventIn.{name}") for name in ("text", "place", "collect_code")}}
        world.send("POST", f"{shipments(now)}/{sent['id']}/trace", said, 201, **world.staff("warehouse"))
    notes = {name: say.notes(f"NotesPatch.{name}.*") for name in ("metadata", "private_metadata")}
    world.send("PATCH", f"{shipments(now)}/{sent['id']}", notes, **staff)
    wish = {"reason": say.words("RequestRefund.reason"), "amount": cny(100)}
    wish |= {name: say.notes(f"RequestRefund.{name}.*") for name in ("metadata", "private_metadata")}
    world.send("POST", f"{admin}/refunds", wish, 201, **world.staff("finance"))

    def exceptions() -> Any:
        rows = world.shop.get("/v1/admin/exceptions?limit=100", **staff)["data"]
        return [one for one in rows if one.get("order_id") == made["id"]]

    for one in eventually(exceptions, bool):
        solved = {"outcome": "sent again", "note": say.words("ResolveIn.note")}
        world.send("POST", f"/v1/admin/exceptions/{one['id']}/resolve", solved, **staff)
    world.send("POST", f"{shipments(now)}/{sent['id']}/trace", {"status": "DELIVERED"}, 201, **world.staff("warehouse"))
    world.order_when("amended", lambda o: o["status"] == "delivered")


def ended(world: World) -> None:
    """Rejected by staff; and not paid for."""
    say, staff = world.say, world.staff()
    made = placed(world, "rejected")
    admin = f"/v1/admin/orders/{made['id']}"
    world.send("POST", f"{admin}/hold", {"reason": say.words("HoldIn.reason")}, **staff)
    world.send("POST", f"{admin}/reject", {"note": say.words("OrderRejectIn.note"), "reason": "fraud"}, **staff)
    made = placed(world, "unpaid")
    world.mine("POST", f"/v1/orders/{made['id']}/cancel", {})


def left_behind(world: World) -> None:
    """A cart, a draft that staff prepared, and what they were about to buy in one call."""
    say = world.say
    cart(world)
    variant = world.orders["goods"]["variants"][0]["id"]
    line = {"variant_id": variant, "quantity": 1, "price": cny(5000), "price_reason": say.words("DraftLineIn.price_reason")}
    draft: dict[str, Any] = {
        "customer_id": world.id,
        "lines": [line],
        "note": say.text("DraftIn.note"),
        "email": say.email("DraftIn.email"),
    }
    draft["address"] = {name: value for name, value in say.address("AddressIn").items() if name != "email"}
    world.orders["draft"] = world.send("POST", "/v1/admin/draft_orders", draft, 201, **world.staff("support"))
    wish = {"lines": [{"variant_id": variant, "quantity": 1}], "metadata": say.notes("ExpressOrder.metadata.*")}
    wish |= {"return_url": say.url("ExpressOrder.return_url")}
    key = {"Idempotency-Key": say.mark}
    made = world.send("POST", "/v1/orders/express", wish, 201, **world.own, **key)
    world.orders["express"] = made.get("order", made)
