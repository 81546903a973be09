"""CPU of a paid order and everything that follows from it, over all functions, as a multiple of a bare GetItem of the same run.

python -m benchmarks.paid_order [--orders 30]. A customer's order of three lines is placed and paid; then every consumer is handed what
streams and queues bring it, cut as its row of infra/functions says, until nobody has anything new. The order ends as a booked parcel:
couriers tell later. Engine, payment provider and courier run in processes of their own.

Orders come at one a second, the pace of one client that checks out without a pause. What a function's window gathers is handed over at
once, so its cost is shared by the orders of the window. The second table is of orders that share nothing: as if every window were over
after each step, so that not even the events of one order meet in a batch. The third is of such orders where the shop has a legal entity,
so that each gets its invoice.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import uuid
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import benchmarks.engine
from benchmarks import operations
from benchmarks.allowed import judged
from benchmarks.doubles import served_beside
from benchmarks.handed_on import Consumers, Spent, surroundings, timed
from benchmarks.operations import SECRET, engine, get_item

ALLOWED = 70.0
LINES = 3
_GET_ITEMS = 20


def a_product() -> str:
    """Published and in stock; the id of its variant."""
    from functions.catalog import app as catalog
    from functions.stock import app as stock
    from tests.support.http import Client
    from tests.support.identity import bearer

    owner = Client(catalog.app, bearer("owner"), stock.app)
    price = {"amount": 5900, "currency": "CNY"}
    variants = [{"sku": f"MUG-{uuid.uuid4()}", "price": price}]
    shown = {"description": {"zh": "白杯子"}, "images": [{"url": "https://example.com/mug.jpg"}]}
    body = {"title": {"zh": "杯子", "en": "Mug"}, "variants": variants, **shown}
    made = owner.post("/v1/admin/products", body)
    assert made.status == 201, made.text
    variant: str = made.json["variants"][0]["id"]
    filled = owner.post(f"/v1/admin/stock/{variant}/adjust", {"delta": 100_000, "reason": "received"})
    assert filled.status < 300, filled.text
    published = owner.post(f"/v1/admin/products/{made.json['id']}/publish")
    assert published.status == 200, published.text
    return variant


def ready(variants: list[str]) -> Any:
    """A customer's cart that only has to be ordered. Their browser says their language, as all do."""
    from tests.integration.orders.buyer import Buyer, a_customer
    from tests.support.http import Client

    customer = a_customer()
    buyer = Buyer(Client(customer.client.app, {**customer.client.headers, "accept-language": "zh-CN,zh;q=0.9"}), customer.cart_id)
    for variant in variants:
        assert buyer.add(variant).status == 201
    return buyer.ready()


def pay(buyer: Any, consumers: Consumers, over: Callable[[float], bool]) -> None:
    """Placed, started to be paid, and told by the provider; after each step whoever's window is `over`."""
    from functions.payments import app as payments
    from functions.shared.outside import clock
    from functions.shared.plain import signatures
    from tests.support.http import Client

    spent = consumers.spent
    placed = timed(spent, "checkout", lambda: buyer.place(Idempotency_Key=str(uuid.uuid4())))
    assert placed.status == 201, placed.text
    consumers.settle(over=over)
    customer = Client(payments.app, buyer.client.headers)
    url = f"/v1/orders/{placed.json['id']}/payments"
    payment = timed(spent, "payments", lambda: customer.post(url, {"provider": "sandbox"}, Idempotency_Key=str(uuid.uuid4())))
    assert payment.status == 201, payment.text
    charge = {
        "id": f"sbx_{payment.json['reference']}",
        "reference": payment.json["reference"],
        **payment.json["amount"],
        "status": "succeeded",
    }
    now = int(clock.now().timestamp())
    raw = json.dumps({"id": f"evt_{uuid.uuid4()}", "type": "charge.succeeded", "created": now, "data": charge}).encode()
    provider = Client(payments.app, {"X-Sandbox-Signature": signatures.sign(SECRET, now, raw)})
    told = timed(spent, "payment-webhooks", lambda: provider.call("POST", "/v1/webhooks/payments/sandbox", raw))
    assert told.status == 200, told.text
    consumers.settle(over=over)


def sell_with_invoices() -> None:
    """From now on: a legal entity that sells to all countries."""
    from functions.invoices import app as invoices
    from tests.support.http import Client
    from tests.support.identity import bearer

    entity = {"id": "de", "name": "Example GmbH", "street": "Hafenstr. 1", "city": "Hamburg", "postal_code": "20457", "country": "DE"}
    entity |= {"vat_number": "DE136695976", "timezone": "Europe/Berlin"}
    kept = Client(invoices.app, bearer("owner")).put("/v1/admin/invoice_settings", {"entities": [entity]})
    assert kept.status == 200, kept.text


def measured(consumers: Consumers, variants: list[str], orders: int, read: Callable[[], Any], *, shared: bool) -> tuple[Spent, float]:
    """CPU ms by function for one order, and of a bare GetItem, measured in between. `shared`: an order a second, windows fill."""
    buyers, bare = [ready(variants) for _ in range(orders)], defaultdict[str, float](float)
    consumers.settle()
    consumers.spent.clear()
    # What the preparations left in circles: to look for it takes as long as an order costs, in whichever function comes then.
    gc.collect()
    for second, buyer in enumerate(buyers, start=1):
        pay(buyer, consumers, lambda window: not shared or not window)
        consumers.settle(over=lambda window: not shared or not window or second % window == 0)  # noqa: B023 — called at once
        for _ in range(_GET_ITEMS):
            timed(bare, "bare", read)
    consumers.settle()
    spent = defaultdict(float, {name: took / orders for name, took in consumers.spent.items()})
    return spent, bare["bare"] / orders / _GET_ITEMS


def report(title: str, spent: Spent, bare: float) -> float:
    total = sum(spent.values())
    print(f"\n{title}: {total:.1f} ms CPU in all, {total / bare:.1f} × a bare boto3 GetItem of {bare:.3f} ms")
    for name, took in sorted(spent.items(), key=lambda one: -one[1]):
        print(f"  {name:20} {took:7.2f} ms {took / bare:7.1f} × GetItem")
    return total / bare


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=60)
    orders = parser.parse_args().orders
    from tests.support import identity

    with ExitStack() as stack:
        keys = stack.enter_context(identity.served_jwks())
        stack.enter_context(engine())
        url = stack.enter_context(served_beside())
        os.environ |= {"COGNITO_ISSUER": identity.ISSUER, "USER_POOL_CLIENT_ID": identity.CLIENT_ID, "COGNITO_JWKS_URL": keys}
        os.environ |= {"PAYMENT_SANDBOX_URL": url, "COURIER_SANDBOX_URL": url}
        stack.enter_context(benchmarks.engine.tables_at_endpoint())
        operations.surroundings()
        surroundings()
        consumers, variants, read = Consumers(), [a_product() for _ in range(LINES)], get_item()
        measured(consumers, variants, 3, read, shared=False)
        multiple = report(
            f"a paid order of {LINES} lines and everything after it", *measured(consumers, variants, orders, read, shared=True)
        )
        report("the same, alone in every window", *measured(consumers, variants, 10, read, shared=False))
        sell_with_invoices()
        measured(consumers, variants, 2, read, shared=False)
        report("alone, and with an invoice", *measured(consumers, variants, 10, read, shared=False))
        return judged([("paid order, everything after", multiple, ALLOWED)])


if __name__ == "__main__":
    sys.exit(main())
