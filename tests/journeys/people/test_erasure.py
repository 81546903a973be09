"""H14: an erasure on the shop as it is deployed. Account, cancelled orders and mails are gone at once; an open order waits and is told. The
whole of it, to the end of all periods, is `python -m benchmarks.erasure`."""

from __future__ import annotations

from tests.journeys.behind import Behind
from tests.journeys.merchant import a_product
from tests.journeys.people.of_orders import ended, order
from tests.journeys.people.of_the_account import plant_account
from tests.journeys.people.planter import World, somebody
from tests.journeys.people.proof import Left, Proof, where
from tests.journeys.shopper import Shop, eventually

VALUES = 80


def of_what_waits(left: Left, world: World) -> bool:
    one = world.orders["open"]
    return any(name in left.where or name in left.text for name in (one["id"], one["number"]))


def test_who_is_erased_is_nowhere_but_in_the_order_that_waits(shop: Shop, behind: Behind) -> None:
    world, proof = somebody(shop), Proof(behind)
    world.orders["goods"] = a_product(shop, 5900, stock=10)
    plant_account(world)
    ended(world)
    order(world, "open", "sandbox")
    assert len(world.say.said) > VALUES
    # As deployed, inboxes are filled by a function that may ask whether their person was erased.
    about = lambda: {one["about"] for one in world.mine("GET", "/v1/me/messages?limit=100")["data"]}  # noqa: E731
    eventually(about, lambda found: world.orders["open"]["id"] in found)

    path = "/v1/me/erasure"
    asked = [world.shop.call("POST", path, None, **world.own) for _ in range(2)]
    assert {answer.status for answer in asked} <= {202, 401}
    told = eventually(
        lambda: shop.get(f"/v1/admin/erasures/{world.id}", **shop.staff()), lambda found: found["state"] in ("waiting", "done"), 60
    )
    assert [(one["order_id"], one["why"]) for one in told["waiting"]] == [(world.orders["open"]["id"], "not_over")]
    assert {one["id"] for one in told["kept"]} == {world.orders["rejected"]["id"], world.orders["unpaid"]["id"]}
    clear = [one for one in proof.in_clear(world.say) if not of_what_waits(one, world)]
    assert clear == [], where(clear)
    assert shop.call("POST", "/v1/auth/login", {"login": world.person.login, "password": "Correct7horse"}).status == 401
