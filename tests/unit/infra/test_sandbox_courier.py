import asyncio
from typing import Any

from tests.unit.infra.simulated import COURIER_SECRET, COURIERS, Simulation, simulation


async def waybill(sim: Simulation, request_id: str = "shp1") -> dict[str, Any]:
    body = {
        "request_id": request_id,
        "order_number": "N1",
        "receiver": {"name": "李小明"},
        "parcels": 1,
        "notify_url": f"{sim.shop_url}/hook",
    }
    status, answer = await sim.signed(f"{COURIERS}/waybills", body, COURIER_SECRET)
    assert status == 201
    return answer


def test_waybill_is_made_once_per_request() -> None:
    async def play() -> None:
        async with simulation() as sim:
            first = await waybill(sim)
            assert first["waybill"].startswith("SBX")
            assert await waybill(sim) == first
            assert (await waybill(sim, "shp2"))["waybill"] != first["waybill"]

    asyncio.run(play())


def test_moving_the_parcel_tells_the_shop() -> None:
    async def play() -> None:
        async with simulation() as sim:
            number = (await waybill(sim))["waybill"]
            status, moved = await sim.post(f"/sandbox/couriers/sandbox/{number}", {"status": "PICKED_UP"})
            assert (status, moved["webhooks"]) == (200, [200])
            (message,) = sim.received
            assert message.genuine(COURIER_SECRET)
            assert message.json["waybill"] == number
            assert message.json["events"] == [
                {
                    "at": "2027-01-15T08:00:00Z",
                    "status": "PICKED_UP",
                    "text": "已揽收 Picked up",
                    "place": "上海 Shanghai",
                }
            ]
            assert (await sim.get(f"/sandbox/couriers/sandbox/{number}"))[1]["events"] == message.json["events"]

    asyncio.run(play())


def test_unknown_status_or_waybill_changes_nothing() -> None:
    async def play() -> None:
        async with simulation() as sim:
            number = (await waybill(sim))["waybill"]
            assert (await sim.post(f"/sandbox/couriers/sandbox/{number}", {"status": "LOST"}))[0] == 422
            assert (await sim.post("/sandbox/couriers/sandbox/SBX0", {"status": "PICKED_UP"}))[0] == 404
            assert (await sim.post("/sandbox/couriers/dhl/SBX0", {"status": "PICKED_UP"}))[0] == 404
            assert sim.received == []

    asyncio.run(play())


def test_a_waybill_is_called_back_until_it_is_collected() -> None:
    """F03: by its number or by the key it was asked for with; void twice is void, what nobody made is void, what was collected is not."""

    async def play() -> None:
        async with simulation() as sim:
            first, second = (await waybill(sim))["waybill"], (await waybill(sim, "shp2"))["waybill"]

            async def cancel(**body: str) -> tuple[int, Any]:
                return await sim.signed(f"{COURIERS}/waybills/cancel", {"request_id": "", "waybill": ""} | body, COURIER_SECRET)

            for body in ({"waybill": first}, {"request_id": "shp1"}, {"request_id": "never"}):
                assert (await cancel(**body))[0] == 200
            assert (await sim.get(f"/sandbox/couriers/sandbox/{first}"))[1]["void"] is True
            moved = await sim.post(f"/sandbox/couriers/sandbox/{second}", {"status": "PICKED_UP", "billed_weight_g": 1200})
            assert (moved[0], sim.received[-1].json["billed_weight_g"]) == (200, 1200)
            assert await cancel(waybill=second) == (409, {"reason": "picked_up"})
            assert (await sim.post(f"/sandbox/couriers/sandbox/{second}", {"billed_weight_g": -1}))[0] == 422

    asyncio.run(play())
