"""H07, X03, H06: what is taken from somebody who works here holds within a minute on the shop as it is deployed, whose processes each keep
what they know for half a minute; they are kept busy meanwhile, so that none has to read it anew for being idle."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp

from tests.journeys.people.planter import PASSWORD
from tests.journeys.shopper import Answer, Headers, Shop, eventually

MOST = 60.0
ORDERS = "/v1/admin/orders?limit=1"


def hired(shop: Shop, *roles: str) -> tuple[str, Headers]:
    """Invited, accepted, signed in; the id and the token."""
    email = f"{uuid.uuid4().hex[:12]}@example.com"
    shop.send("POST", "/v1/admin/staff", {"email": email, "roles": list(roles)}, 201, **shop.staff())
    (mail,) = eventually(lambda: shop.get(f"/sandbox/mailbox?to={email}")["data"], bool)
    found = re.search(r"/admin/invitation#([\w.~-]+)", str(mail))
    assert found is not None
    shop.send("POST", "/v1/auth/accept_invitation", {"token": found[1], "password": PASSWORD, "name": "Li"})
    tokens = shop.send("POST", "/v1/auth/login", {"login": email, "password": PASSWORD})
    own = {"Authorization": f"Bearer {tokens['access_token']}"}
    return str(shop.get("/v1/admin/whoami", **own)["id"]), own


def until(change: Callable[[], Any], ask: Callable[[], Answer], status: int) -> float:
    """Seconds until it is answered so, asked all the time; twice in a row, since there may be several processes."""
    assert ask().status != status
    change()
    began, seen = time.monotonic(), 0
    while seen < 2:
        assert time.monotonic() - began < MOST
        seen = seen + 1 if ask().status == status else 0
        time.sleep(0.2)
    return time.monotonic() - began


def key_of(shop: Shop, own: Headers) -> tuple[str, Headers]:
    """A key's id, and the key."""
    made = shop.send("POST", "/v1/admin/api_keys", {"name": "x", "kind": "secret", "scopes": ["orders.read", "catalog.write"]}, 201, **own)
    return str(made["id"]), {"X-Api-Key": made["secret"]}


def role(shop: Shop) -> float:
    """Also from the keys that they made."""
    person, own = hired(shop, "manager")
    _, key = key_of(shop, own)

    def writes(who: Headers) -> Answer:
        """To what is not there."""
        return shop.call("PATCH", "/v1/admin/products/prod_none", {"tags": ["x"]}, **who)

    change = lambda: shop.send("PATCH", f"/v1/admin/staff/{person}", {"roles": ["support"]}, **shop.staff())  # noqa: E731
    seconds = until(change, lambda: writes(own), 403)
    eventually(lambda: writes(key).status, lambda status: status == 403, MOST)
    return seconds


def revoked_key(shop: Shop) -> float:
    id_, key = key_of(shop, hired(shop, "manager")[1])
    change = lambda: shop.call("DELETE", f"/v1/admin/api_keys/{id_}", None, **shop.staff())  # noqa: E731
    return until(change, lambda: shop.call("GET", ORDERS, **key), 401)


def factor(shop: Shop) -> float:
    person, own = hired(shop, "manager")
    secret = shop.send("POST", "/v1/me/factors/app", None, 201, **own)["secret"]
    shop.send("POST", "/v1/me/factors/app/confirm", {"code": pyotp.TOTP(secret).now()}, **own)
    change = lambda: shop.send("POST", f"/v1/admin/staff/{person}/reset_factor", None, **shop.staff())  # noqa: E731
    return until(change, lambda: shop.call("GET", "/v1/admin/whoami", **own), 401)


def suspension(shop: Shop) -> float:
    person, own = hired(shop, "support")
    change = lambda: shop.send("POST", f"/v1/admin/staff/{person}/suspend", None, **shop.staff())  # noqa: E731
    return until(change, lambda: shop.call("GET", ORDERS, **own), 401)


def test_roles_suspensions_keys_and_factors_that_are_taken_away(shop: Shop) -> None:
    with ThreadPoolExecutor(4) as pool:
        took = {task.__name__: pool.submit(task, shop) for task in (role, revoked_key, factor, suspension)}
    seconds = {name: round(one.result(), 1) for name, one in took.items()}
    logging.info("%s", seconds)
    assert max(seconds.values()) < MOST
