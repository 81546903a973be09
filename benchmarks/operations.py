"""What the shop's operations cost: DynamoDB requests and units, CPU against a bare GetItem, and USD per 1,000 orders.

python -m benchmarks.operations. The engine runs in a process of its own (MiniStack, unless AWS_ENDPOINT_URL names another one), so
that the CPU time is the backend's alone.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import benchmarks.engine
from benchmarks.allowed import judged
from benchmarks.prices import AS_OF, Step

ROUNDS = 60
SECRET = "bench-secret"


@dataclass(frozen=True)
class Operation:
    """`prepare` makes what one call of `run` takes. `most` is what architecture.md allows in DynamoDB requests, `cpu` in GetItems."""

    name: str
    prepare: Callable[[], Any]
    run: Callable[[Any], Any]
    most: int | None = None
    cpu: float | None = None
    times: float = 1
    http: bool = True
    events: int = 0
    messages: int = 0


@contextmanager
def engine() -> Iterator[str]:
    if os.environ.get("AWS_ENDPOINT_URL"):
        yield os.environ["AWS_ENDPOINT_URL"]
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "LOG_LEVEL": "ERROR"}
    started = subprocess.Popen([sys.executable, "-m", "ministack"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield "MiniStack"
    finally:
        del os.environ["AWS_ENDPOINT_URL"]
        started.terminate()
        started.wait(10)


def operations() -> list[Operation]:
    """Over the real handlers, as API Gateway and the queues call them."""
    from functions.orders.app import app, apply_payments
    from functions.payments import app as payments
    from functions.shared.outside import clock
    from functions.shared.plain import signatures
    from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, captured
    from tests.support.events import sqs_of_events
    from tests.support.http import Client

    variants = [a_variant(stock=100_000) for _ in range(10)]

    def filled(lines: int = 3) -> Any:
        buyer = a_guest()
        for variant in variants[:lines]:
            assert buyer.add(variant).status == 201
        return buyer

    def placed() -> tuple[Any, Any]:
        buyer = filled().ready()
        order = buyer.place().json
        return order, Client(buyer.client.app, {"x-order-token": order["token"]})

    def paid() -> tuple[Any, Any]:
        order, guest = placed()
        apply_payments(sqs_of_events([captured(order, f"pay_{order['id'][4:]}")]), None)
        return order, guest

    def seen() -> tuple[str, Any, str]:
        order, guest = paid()
        url = f"/v1/orders/{order['id']}"
        return url, guest, guest.get(url).headers["etag"]

    def webhook(number: list[int]) -> Any:
        number[0] += 1
        raw = json.dumps({"id": f"sbxevt_{number[0]}", "type": "charge.succeeded", "created": 1, "data": _charge(number[0])}).encode()
        header = signatures.sign(SECRET, int(clock.now().timestamp()), raw)
        client = Client(payments.app, {"X-Sandbox-Signature": header})
        return lambda: client.call("POST", "/v1/webhooks/payments/sandbox", raw)

    count, shared = [0], filled()
    wanted = [{"variant_id": variant, "quantity": 1} for variant in variants[:3]]
    whole = {"currency": "CNY", "lines": wanted, "address": ADDRESS, "delivery_option_id": "standard", "email": "ada@example.com"}
    return [
        Operation("new cart", lambda: None, lambda _: a_guest()),
        Operation("add line to cart", filled, lambda b: b.add(variants[5]), most=2, cpu=3, times=2),
        Operation("whole cart (3 lines)", a_guest, lambda b: b.client.put(b.cart, whole), most=2, cpu=5, times=0),
        Operation("new whole cart (3 lines)", lambda: None, lambda _: Client(app).post("/v1/carts", whole), most=2, cpu=5, times=0),
        Operation("set address", filled, lambda b: b.client.put(f"{b.cart}/address", ADDRESS)),
        Operation("delivery options", lambda: filled().ready(), lambda b: b.client.get(f"{b.cart}/delivery_options")),
        Operation("choose delivery", lambda: filled().ready(), lambda b: b.client.put(f"{b.cart}/delivery_option", {"id": "standard"})),
        Operation("read cart", lambda: shared, lambda b: b.client.get(b.cart)),
        Operation("preview", lambda: filled().ready(), lambda b: b.client.get(f"{b.cart}/preview"), most=3, cpu=3),
        Operation("place order (3 lines)", lambda: filled().ready(), lambda b: b.place(Idempotency_Key="k"), most=4, cpu=6, events=1),
        Operation("place order (10 lines)", lambda: filled(10).ready(), lambda b: b.place(Idempotency_Key="k"), most=4, times=0),
        Operation("webhook until acknowledged", lambda: webhook(count), lambda call: call(), most=2, messages=1),
        Operation("apply payment (queue)", placed, lambda made: apply_payments(
            sqs_of_events([captured(made[0], f"pay_{made[0]['id'][4:]}")]), None), http=False, cpu=4, events=1, messages=1),
        Operation("order page", paid, lambda made: made[1].get(f"/v1/orders/{made[0]['id']}"), most=2, cpu=1.5, times=4),
        Operation("order page, unchanged (304)", seen, lambda known: known[1].get(known[0], if_none_match=known[2]), most=2, times=4),
        Operation("timeline", paid, lambda made: made[1].get(f"/v1/orders/{made[0]['id']}/timeline"), most=2),
    ]  # fmt: skip


def product_detail() -> Operation:
    from functions.catalog import app as catalog
    from functions.stock import app as stock
    from tests.support.http import Client
    from tests.support.identity import bearer

    owner, guest = Client(catalog.app, bearer("owner"), stock.app), Client(catalog.app)
    colours = [f"c{n}" for n in range(20)]
    body = {
        "title": {"zh": "杯子", "en": "Mug"},
        "description": {"zh": "白杯子"},
        "images": [{"url": "https://example.com/mug.jpg"}],
        "options": [{"name": "colour", "values": colours}],
        "variants": [{"sku": f"M-{c}", "options": {"colour": c}, "price": {"amount": 5900, "currency": "CNY"}} for c in colours],
    }
    made = owner.post("/v1/admin/products", body)
    assert made.status == 201, made.text
    url = f"/v1/products/{made.json['id']}"
    for variant in made.json["variants"]:
        filled = owner.post(f"/v1/admin/stock/{variant['id']}/adjust", {"delta": 100, "reason": "received"})
        assert filled.status < 300, filled.text
    published = owner.post(f"/v1/admin/products/{made.json['id']}/publish")
    assert published.status == 200, published.text
    return Operation("product detail (20 variants)", lambda: None, lambda _: guest.get(url), most=1, cpu=1.5, times=3)


def _charge(number: int) -> dict[str, Any]:
    return {"id": f"sbx_{number}", "reference": f"ref_{number}", "amount": 12900, "currency": "CNY", "status": "succeeded"}


def answered(operation: Operation) -> None:
    """Runs it once. What is refused costs less and is not what is measured."""
    status = getattr(operation.run(operation.prepare()), "status", 200)
    assert status in (200, 201, 304), (operation.name, status)


def cpu_ms(operation: Operation, read: Callable[[], Any]) -> tuple[float, float]:
    """Per warm call, in this process only; and of a bare GetItem (`read`) between each two of them.

    One at a time: of several in a row all but the first find the processor's caches full of what they need, as no call of a shop does.
    What the meter and the preparations left in circles is looked for before: a tenth of a second, which would fall upon whichever call
    comes when there is enough of it.
    """
    ready = [operation.prepare() for _ in range(ROUNDS)]
    operation.run(ready.pop())
    gc.collect()
    took = bare = 0.0
    for made in ready:
        begun = time.process_time()
        operation.run(made)
        took, begun = took + time.process_time() - begun, time.process_time()
        read()
        bare += time.process_time() - begun
    return took / len(ready) * 1000, bare / len(ready) * 1000


def get_item() -> Callable[[], Any]:
    """A bare GetItem of a small item."""
    import boto3

    client = boto3.client("dynamodb")
    client.put_item(TableName="platform", Item={"pk": {"S": "BENCH"}, "sk": {"S": "BENCH"}, "body": {"S": "x" * 500}})
    key = {"pk": {"S": "BENCH"}, "sk": {"S": "BENCH"}}
    return lambda: client.get_item(TableName="platform", Key=key)


def surroundings() -> None:
    """Secret and queue of the webhook."""
    import boto3

    os.environ["QUEUE_PAYMENT_WEBHOOKS"] = boto3.client("sqs").create_queue(QueueName="payment-webhooks")["QueueUrl"]
    secrets = {"payments": {"sandbox_payment": {"secret": SECRET}}, "couriers": {"sandbox_courier": {"secret": SECRET}}}
    for name, keys in secrets.items():
        boto3.client("secretsmanager").create_secret(Name=f"shop-bench-{name}", SecretString=json.dumps(keys))
        os.environ[f"SECRET_{name.upper()}"] = f"shop-bench-{name}"


def report(measured: list[tuple[Operation, Any, float, float]]) -> int:
    names = ("operation", "requests", "allowed", "read units", "write units", "CPU ms", "× GetItem", "allowed")
    print("{:30} {:>8} {:>7} {:>10} {:>11} {:>7} {:>9} {:>7}".format(*names))
    over, steps = 0, []
    for operation, consumed, cpu, bare in measured:
        ratio = cpu / bare
        over += int(operation.most is not None and consumed.count > operation.most)
        print(
            f"{operation.name:30} {consumed.count:8} {operation.most or '':>7} {consumed.read_units:10} {consumed.write_units:11} "
            f"{cpu:7.2f} {ratio:9.1f} {operation.cpu or '':>7}   {dict(consumed.requests)}"
        )
        units = consumed.read_units, consumed.write_units
        steps.append(Step(operation.name, operation.times, *units, operation.http, operation.events, operation.messages))
    print(f"bare boto3 GetItem, in between: {sum(bare for *_, bare in measured) / len(measured):.2f} ms CPU")
    total = sum(step.usd for step in steps) * 1000
    print(f"\nUSD per 1,000 orders at list prices of {AS_OF} (us-east-1; formula and what is left out: docs/cost.md): {total:.3f}")
    for step in sorted(steps, key=lambda step: -step.usd):
        print(f"  {step.usd * 1000:8.4f}  {step.times:g} × {step.name}")
    return over + judged((operation.name, cpu / bare, operation.cpu) for operation, _, cpu, bare in measured if operation.cpu is not None)


def main() -> int:
    from tests.support import identity

    with identity.served_jwks() as keys, engine() as name:
        os.environ |= {"COGNITO_ISSUER": identity.ISSUER, "USER_POOL_CLIENT_ID": identity.CLIENT_ID, "COGNITO_JWKS_URL": keys}
        surroundings()
        with benchmarks.engine.tables_at_endpoint():
            from benchmarks.metering import metered

            measured, read = [], get_item()
            for operation in [product_detail(), *operations()]:
                answered(operation)
                made = operation.prepare()
                with metered() as consumed:
                    operation.run(made)
                measured.append((operation, consumed, *cpu_ms(operation, read)))
            print(f"engine: {name}; {ROUNDS - 1} warm calls each\n")
            return report(measured)


if __name__ == "__main__":
    sys.exit(main())
