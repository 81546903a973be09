"""`make demo`: a guest buys something, over HTTP only, and we watch what the shop does about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from infra.cli.running_shop import RunningShop
from infra.cli.timeline import Timeline, shown
from infra.local.trouble import Trouble

WAIT_SECONDS = 30.0
MAIL = "guest@buyer.example"
ADDRESS = {
    "name": "李小明",
    "phone": "+8613800138000",
    "email": MAIL,
    "country": "CN",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 100 号",
    "postal_code": "310012",
}
COUPON: dict[str, Any] = {
    "distribution": "code",
    "code": "DEMO-TEN",
    "rule": {"name": {"zh": "九折", "en": "Ten percent off"}, "kind": "percent", "currency": "CNY", "basis_points": 1000},
}
COURIER_STATUSES = ("PICKED_UP", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED")


class Demo:
    def __init__(self, running: RunningShop, timeline: Timeline, *, mail: str = MAIL) -> None:
        """`mail`: the guest's. An address gets 60 messages of guests' orders an hour, which twelve purchases send."""
        self._running = running
        self._shop = running.client()
        self._line = timeline
        self._mail = mail

    def play(self) -> dict[str, Any]:
        """The completed order. Raises Trouble where the shop does something else than it should."""
        done = self.buy()
        self._after(done)
        return done

    def buy(self) -> dict[str, Any]:
        """The same, without a look at its mails and the report."""
        variant = self._choose()
        order, mine = self._order(variant)
        self._pay(order, mine)
        self._deliver(order, mine)
        self._shop.need("POST", f"/v1/orders/{order['id']}/confirm_receipt", headers=mine)
        done = self._until("completed", lambda: self._shop.need("GET", f"/v1/orders/{order['id']}", headers=mine), "status")
        self._line.mark("order", f"{done['number']} is {done['status']}")
        return dict(done)

    def _choose(self) -> dict[str, Any]:
        with self._line.step("categories") as said:
            tree = self._shop.need("GET", "/v1/categories")["data"]
            said(f"{len(tree)} on top")
        with self._line.step("products") as said:
            currency, found = self._on_offer()
            said(f"{len(found)} of the first ones sold in {currency}")
        for listed in found:
            product = self._shop.need("GET", f"/v1/products/{listed['id']}?currency={currency}")
            for variant in product["variants"]:
                price = variant["price"]
                if variant.get("stock_state") != "out_of_stock" and price["currency"] == currency and price["amount"] > 0:
                    self._line.mark("product", f"{product['title']}, {variant['sku']}, {shown(price)}")
                    return dict(variant)
        raise Trouble("The shop has nothing in stock; load something with `shop import samples`.")

    def _on_offer(self) -> tuple[str, list[dict[str, Any]]]:
        """What is in stock in the shop's currency, whatever the newest product costs; if there is nothing, in that of another one."""
        every = self._shop.need("GET", "/v1/products?in_stock=true&limit=100")
        further = (currency for listed in every["data"] for currency in listed["currencies"])
        for currency in dict.fromkeys([every["currency"], *further]):
            found = self._shop.need("GET", f"/v1/products?in_stock=true&limit=100&currency={currency}")["data"]
            if any(listed["price_from"] and listed["price_from"]["amount"] > 0 for listed in found):
                return currency, found
        return str(every["currency"]), []

    def _order(self, variant: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        with self._line.step("cart") as said:
            cart = self._shop.need("POST", "/v1/carts", {"email": self._mail, "currency": variant["price"]["currency"]})
            holder = {"X-Cart-Token": cart["token"]}
            path = f"/v1/carts/{cart['id']}"
            self._shop.need("POST", f"{path}/lines", {"variant_id": variant["id"], "quantity": 1}, holder)
            said(cart["id"])
        with self._line.step("address and delivery") as said:
            self._shop.need("PUT", f"{path}/address", ADDRESS | {"email": self._mail}, holder)
            options = self._shop.need("GET", f"{path}/delivery_options", headers=holder)["data"]
            if not options:
                raise Trouble("Nobody delivers to the demo's address in this currency; add a shipping zone.")
            option = options[0]
            self._shop.need("PUT", f"{path}/delivery_option", {"id": option["id"]}, holder)
            said(f"{option.get('service') or option['id']}, {shown(option['fee'])}")
        if variant["price"]["currency"] == COUPON["rule"]["currency"]:
            self._use_coupon(path, holder)
        with self._line.step("preview") as said:
            preview = self._shop.need("GET", f"{path}/preview", headers=holder)
            off = "".join(f", {one['text']}" for one in preview["promotions"]["applied"])
            said(f"total {shown(preview['totals']['total'])}{off}")
        with self._line.step("order") as said:
            wanted = {"cart_id": cart["id"], "preview_hash": preview["preview_hash"]}
            order = self._shop.need("POST", "/v1/orders", wanted, holder)
            said(f"{order['number']}, {order['status']}, to be paid until {order['payment_deadline']}")
        return order, {"X-Order-Token": order["token"]}

    def _use_coupon(self, cart: str, holder: Mapping[str, str]) -> None:
        """One for everybody, made by the first demo."""
        with self._line.step("coupon") as said:
            made = self._running.client("manager").call("POST", "/v1/admin/coupons", COUPON)
            if not made.ok and made.body.get("code") != "code_taken":
                raise Trouble(f"No coupon: {made.complaint}")
            self._shop.need("PUT", f"{cart}/coupons/{COUPON['code']}", headers=holder)
            said(str(COUPON["code"]))

    def _pay(self, order: Mapping[str, Any], mine: Mapping[str, str]) -> None:
        path = f"/v1/orders/{order['id']}"
        with self._line.step("payment started") as said:
            payment = self._shop.need("POST", f"{path}/payments", {"provider": "sandbox"}, mine)
            said(f"{payment['id']}, next: {payment['next_action']['kind']}")
        with self._line.step("customer pays") as said:
            paid = self._shop.need("POST", f"/sandbox/payments/sandbox/{payment['reference']}", {"outcome": "pay"})
            said(f"the webhook was answered with {paid['webhooks']}")
        with self._line.step("order paid") as said:
            state = self._until("paid", lambda: self._shop.need("GET", path, headers=mine), "payment_status")
            said(f"status {state['status']}, payment {state['payment_status']}")

    def _deliver(self, order: Mapping[str, Any], mine: Mapping[str, str]) -> None:
        path = f"/v1/orders/{order['id']}/tracking"
        with self._line.step("shipment") as said:
            parcel = self._wait("a waybill", lambda: self._first_parcel(path, mine))
            said(f"{parcel['carrier']} {parcel['waybill']}")
        for status in COURIER_STATUSES:
            with self._line.step(status) as said:
                moved = self._shop.need("POST", f"/sandbox/couriers/sandbox/{parcel['waybill']}", {"status": status})
                self._wait(status, partial(self._parcel_is, status, path, mine))
                said(moved["event"]["text"])
        with self._line.step("delivered") as said:
            state = self._until("delivered", lambda: self._shop.need("GET", path[: -len("/tracking")], headers=mine), "status")
            said(f"order {state['status']}")

    def _parcel_is(self, status: str, path: str, mine: Mapping[str, str]) -> bool:
        return (self._first_parcel(path, mine) or {}).get("status") == status

    def _first_parcel(self, path: str, mine: Mapping[str, str]) -> dict[str, Any] | None:
        parcels = self._shop.need("GET", path, headers=mine)["data"]
        return parcels[0] if parcels and parcels[0].get("waybill") else None

    def _after(self, order: Mapping[str, Any]) -> None:
        with self._line.step("mails") as said:
            wanted = str(order["number"])
            mails = self._wait("three mails", lambda: self._mails(wanted) if len(self._mails(wanted)) >= 3 else None)
            said(", ".join(str(mail["subject"]) for mail in mails))
        with self._line.step("hourly report") as said:
            self._shop.need("POST", "/sandbox/schedules/reports-hourly")
            today = date.fromisoformat(self._shop.need("GET", "/sandbox/clock")["now"][:10])
            period = f"from={today}&to={today}&timezone=UTC"
            rows = self._running.client("owner").need("GET", f"/v1/admin/reports/sales?grain=hour&{period}")["data"]
            last = f", the last: {rows[-1]['orders']} orders, {shown(rows[-1]['net'])}" if rows else ""
            said(f"{len(rows)} hours with sales{last}")

    def _mails(self, number: str) -> list[dict[str, Any]]:
        mails = self._shop.need("GET", f"/sandbox/mailbox?to={self._mail}")["data"]
        return [mail for mail in mails if number in f"{mail['subject']} {mail['text']} {mail['html']}"]

    def _until(self, wanted: str, ask: Callable[[], Any], field: str) -> Any:
        return self._wait(f"{field} {wanted}", lambda: answer if (answer := ask())[field] == wanted else None)

    def _wait(self, what: str, ask: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            if found := ask():
                return found
            time.sleep(0.1)
        raise Trouble(f"Waited {WAIT_SECONDS:.0f} seconds for {what} in vain.")
