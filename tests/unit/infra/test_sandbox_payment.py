import asyncio
from pathlib import Path
from typing import Any

import pytest

from infra.simulators.store import Store
from tests.unit.infra.simulated import NOW, PAYMENTS, simulation


def test_charge_is_made_once_per_reference() -> None:
    async def play() -> None:
        async with simulation() as sim:
            status, first = await sim.charge()
            assert status == 201
            assert first == {
                "id": first["id"],
                "reference": "pay1",
                "status": "pending",
                "pay_url": "http://localhost:8000/sandbox/payments/sandbox/pay1",
                "amount": 1200,
                "currency": "CNY",
            }
            assert await sim.charge() == (201, first)
            status, refused = await sim.charge(amount=1300)
            assert (status, refused["code"]) == (409, "reference_reused")

    asyncio.run(play())


def test_payment_is_announced_with_a_genuine_signature() -> None:
    async def play() -> None:
        async with simulation() as sim:
            _, charge = await sim.charge()
            status, paid = await sim.pay()
            assert (status, paid["status"], paid["webhooks"]) == (200, "succeeded", [200])
            (message,) = sim.received
            assert message.genuine()
            assert message.json["type"] == "charge.succeeded"
            assert message.json["created"] == NOW
            assert message.json["data"] == {
                "id": charge["id"],
                "reference": "pay1",
                "amount": 1200,
                "currency": "CNY",
                "status": "succeeded",
            }
            assert (await sim.get(f"{PAYMENTS}/charges/pay1"))[1]["status"] == "succeeded"

    asyncio.run(play())


def test_paying_again_repeats_the_same_event() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            await sim.pay()
            await sim.pay(faults={"duplicate": 2})
            assert len(sim.received) == 4
            assert len({message.json["id"] for message in sim.received}) == 1

    asyncio.run(play())


def test_unacknowledged_message_is_repeated() -> None:
    async def play() -> None:
        async with simulation([500, 503]) as sim:
            await sim.charge()
            assert (await sim.pay())[1]["webhooks"] == [500]
            await sim.until_received(3)
            assert len({message.body for message in sim.received}) == 1

    asyncio.run(play())


def test_unacknowledged_message_survives_a_restart(tmp_path: Path) -> None:
    async def play() -> None:
        file = tmp_path / "world.sqlite"
        async with simulation() as shop:
            before = Store(file)
            before.queue("sandbox payment", f"{shop.shop_url}/hook", '{"id":"sbxevt_1"}')
            before.close()
            async with simulation(file=file):
                await shop.until_received(1)
            assert shop.received[0].genuine()
            assert shop.received[0].json == {"id": "sbxevt_1"}
        after = Store(file)
        assert after.waiting() == []
        after.close()

    asyncio.run(play())


@pytest.mark.parametrize("fault", ["tamper", "wrong_key", "old_timestamp", "future_timestamp"])
def test_forged_messages_do_not_verify_and_are_not_repeated(fault: str) -> None:
    async def play() -> None:
        async with simulation([401]) as sim:
            await sim.charge()
            assert (await sim.pay(faults={fault: True}))[1]["webhooks"] == [401]
            await asyncio.sleep(0.05)
            assert [message.genuine() for message in sim.received] == [False]

    asyncio.run(play())


@pytest.mark.parametrize(("faults", "count"), [({"drop": True}, 0), ({"delay": 0.05}, 1), ({"duplicate": True}, 3)])
def test_messages_get_lost_late_or_doubled(faults: dict[str, Any], count: int) -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            assert (await sim.pay(faults=faults))[1]["status"] == "succeeded"
            await asyncio.sleep(0.1)
            assert len(sim.received) == count

    asyncio.run(play())


def test_genuine_message_about_another_amount() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            await sim.pay(faults={"amount_mismatch": True})
            assert sim.received[0].genuine()
            assert sim.received[0].json["data"]["amount"] == 1201

    asyncio.run(play())


def test_answer_lost_after_the_charge_was_made() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.post("/sandbox/payments/sandbox/next", {"faults": {"http_500_after_commit": True}})
            assert (await sim.charge())[0] == 500
            assert (await sim.get(f"{PAYMENTS}/charges/pay1"))[1]["status"] == "pending"
            assert (await sim.charge())[0] == 201

    asyncio.run(play())


def test_refunds_are_made_once_and_never_exceed_the_charge() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            path = f"{PAYMENTS}/charges/pay1/refunds"
            assert (await sim.signed(path, {"refund_id": "r1", "amount": 500}))[1]["code"] == "charge_not_paid"
            await sim.pay()
            status, refund = await sim.signed(path, {"refund_id": "r1", "amount": 500})
            assert (status, refund["status"]) == (201, "succeeded")
            assert await sim.signed(path, {"refund_id": "r1", "amount": 500}) == (201, refund)
            assert (await sim.signed(path, {"refund_id": "r1", "amount": 400}))[0] == 409
            assert (await sim.signed(path, {"refund_id": "r2", "amount": 701}))[0] == 422
            await sim.until_received(2)
            await asyncio.sleep(0.1)
            assert [message.json["type"] for message in sim.received] == ["charge.succeeded", "refund.succeeded"]
            assert sim.received[1].json["data"]["refund_id"] == "r1"

    asyncio.run(play())


def test_closed_charge_cannot_be_paid_and_a_paid_one_not_closed() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            assert (await sim.signed(f"{PAYMENTS}/charges/pay1/close", {}))[1]["status"] == "closed"
            assert (await sim.pay())[1]["code"] == "charge_not_pending"
            await sim.charge("pay2")
            await sim.pay("pay2")
            assert (await sim.signed(f"{PAYMENTS}/charges/pay2/close", {}))[0] == 409
            assert len(sim.received) == 1

    asyncio.run(play())


def test_requests_must_be_signed() -> None:
    async def play() -> None:
        async with simulation() as sim:
            body = {"reference": "p", "amount": 1, "currency": "CNY", "notify_url": sim.shop_url}
            assert (await sim.post(f"{PAYMENTS}/charges", body))[0] == 401
            assert (await sim.signed(f"{PAYMENTS}/charges", body, secret="other"))[0] == 401
            assert (await sim.signed(f"{PAYMENTS}/charges", body, at=NOW - 301))[0] == 401
            assert (await sim.get(f"{PAYMENTS}/charges/p"))[0] == 404

    asyncio.run(play())


def test_customer_page_pays_and_leads_back_to_the_shop() -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge("<b>")
            url = f"{sim.world_url}/sandbox/payments/sandbox/%3Cb%3E"
            async with sim.http.get(url) as page:
                text = await page.text()
            assert '<button name="outcome" value="pay">' in text
            assert "&lt;b&gt;" in text
            assert "<b>" not in text
            async with sim.http.post(url, data={"outcome": "pay"}, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "http://shop.example/done")
            assert sim.received[0].json["type"] == "charge.succeeded"

    asyncio.run(play())


@pytest.mark.parametrize(
    "body", [{"outcome": "win"}, {}, {"outcome": "pay", "faults": {"typo": 1}}, {"outcome": "pay", "faults": {"delay": -1}}]
)
def test_unknown_wishes_are_refused_and_nothing_happens(body: dict[str, Any]) -> None:
    async def play() -> None:
        async with simulation() as sim:
            await sim.charge()
            status, problem = await sim.post("/sandbox/payments/sandbox/pay1", body)
            assert (status, problem["code"]) == (422, "invalid")
            assert (await sim.get(f"{PAYMENTS}/charges/pay1"))[1]["status"] == "pending"
            assert sim.received == []

    asyncio.run(play())


def test_what_is_authorised_is_captured_in_parts_each_once_and_never_more() -> None:
    """X07"""

    async def play() -> None:
        async with simulation() as sim:
            body = {"reference": "pay1", "amount": 1200, "currency": "CNY", "notify_url": f"{sim.shop_url}/hook", "capture": "manual"}
            assert (await sim.signed(f"{PAYMENTS}/charges", body))[0] == 201
            path = f"{PAYMENTS}/charges/pay1"
            assert (await sim.signed(f"{path}/captures", {"capture_id": "c1", "amount": 500}))[1]["code"] == "charge_not_authorized"
            assert (await sim.pay())[1]["status"] == "authorized"
            status, first = await sim.signed(f"{path}/captures", {"capture_id": "c1", "amount": 500})
            assert (status, await sim.signed(f"{path}/captures", {"capture_id": "c1", "amount": 500})) == (201, (201, first))
            assert (await sim.signed(f"{path}/captures", {"capture_id": "c1", "amount": 400}))[1]["code"] == "capture_id_reused"
            assert (await sim.signed(f"{path}/captures", {"capture_id": "c2", "amount": 701}))[1]["code"] == "capture_too_large"
            assert (await sim.signed(f"{path}/refunds", {"refund_id": "r1", "amount": 501}))[1]["code"] == "refund_too_large"
            assert (await sim.signed(f"{path}/captures", {"capture_id": "c3", "amount": 700}))[0] == 201
            _, whole = await sim.get(path)
            assert (whole["status"], [part["amount"] for part in whole["captures"]], whole["released"]) == ("succeeded", [500, 700], False)
            await sim.until_received(3)
            told = [(message.json["type"], message.json["data"]["amount"]) for message in sim.received]
            assert told == [("charge.authorized", 1200), ("capture.succeeded", 500), ("capture.succeeded", 700)]

    asyncio.run(play())


def test_closing_lets_go_what_was_not_captured() -> None:
    """X07"""

    async def play() -> None:
        async with simulation() as sim:
            for reference in ("pay1", "pay2"):
                body = {"reference": reference, "amount": 900, "currency": "CNY", "notify_url": f"{sim.shop_url}/hook", "capture": "manual"}
                await sim.signed(f"{PAYMENTS}/charges", body)
                await sim.pay(reference)
            await sim.signed(f"{PAYMENTS}/charges/pay1/captures", {"capture_id": "c1", "amount": 500})
            _, part = await sim.signed(f"{PAYMENTS}/charges/pay1/close", {})
            assert (part["status"], part["released"], [one["amount"] for one in part["captures"]]) == ("succeeded", True, [500])
            assert (await sim.signed(f"{PAYMENTS}/charges/pay2/close", {}))[1]["status"] == "closed"

    asyncio.run(play())
