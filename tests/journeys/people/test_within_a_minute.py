"""H07, X03, H06: what is taken from somebody who works here holds within a minute on the shop as it is deployed, whose processes each keep
what they know for half a minute; they are kept busy meanwhile, so that none has to read it anew for being idle."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pyotp

from tests.journeys.people.planter import PASSWORD
from tests.journeys.shopper import Answer, Headers, Shop, eventually

MOST = 60.0


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


def test_roles_suspensions_keys_and_factors_that_are_taken_away(shop: Shop) -> None:
    owner = shop.staff()
    person, own = hired(shop, "manager")
    path, orders = f"/v1/admin/staff/{person}", "/v1/admin/orders?limit=1"
    made = shop.send("POST", "/v1/admin/api_keys", {"name": "x", "kind": "secret", "scopes": ["orders.read", "catalog.write"]}, 201, **own)
    key = {"X-Api-Key": made["secret"]}

    def writes(who: Headers) -> Answer:
        """To what is not there."""
        return shop.call("PATCH", "/v1/admin/products/prod_none", {"tags": ["x"]}, **who)

    took = {"role": until(lambda: shop.send("PATCH", path, {"roles": ["support"]}, **owner), lambda: writes(own), 403)}
    eventually(lambda: writes(key).status, lambda status: status == 403, MOST)
    took["key"] = until(
        lambda: shop.call("DELETE", f"/v1/admin/api_keys/{made['id']}", None, **owner), lambda: shop.call("GET", orders, **key), 401
    )
    secret = shop.send("POST", "/v1/me/factors/app", None, 201, **own)["secret"]
    shop.send("POST", "/v1/me/factors/app/confirm", {"code": pyotp.TOTP(secret).now()}, **own)
    whoami = lambda: shop.call("GET", "/v1/admin/whoami", **own)  # noqa: E731
    took["factor"] = until(lambda: shop.send("POST", f"{path}/reset_factor", None, **owner), whoami, 401)
    other, theirs = hired(shop, "support")
    took["suspension"] = until(
        lambda: shop.send("POST", f"/v1/admin/staff/{other}/suspend", None, **owner), lambda: shop.call("GET", orders, **theirs), 401
    )
    logging.info("%s", {name: round(seconds, 1) for name, seconds in took.items()})
    assert max(took.values()) < MOST
