"""Somebody whose values are told from all others: each is said once, and it is known by which way it went in."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.shopper import Customer, Headers, Shop, eventually

LETTERS = "bcdfghjklmnpqrst"
PASSWORD = "Correct7horse"


class Planter:
    """`said`: every value, by its way in (`Schema.field`, or what it is called here). All texts hold `mark`; numbers cannot."""

    def __init__(self) -> None:
        # Letters only: nothing that is encoded or counted looks like it.
        self.mark = "zqx" + "".join(LETTERS[int(digit, 16)] for digit in uuid.uuid4().hex[:9])
        self.said: dict[str, str] = {}
        self._token = int(uuid.uuid4().hex[:6], 16) % 90_000 + 10_000

    def text(self, way: str) -> str:
        return self._say(f"{self.mark}{len(self.said):04}", way)

    def words(self, way: str) -> str:
        """What staff write where the shop itself has codes: more than one word."""
        return self._say(f"{self.mark}{len(self.said):04} as they said", way)

    def email(self, way: str) -> str:
        return self._say(f"{self.mark}{len(self.said):04}@example.com", way)

    def url(self, way: str) -> str:
        return self._say(f"https://shop.example.com/{self.mark}{len(self.said):04}", way)

    def notes(self, way: str) -> dict[str, str]:
        return {"note": self.text(way)}

    def phone(self, way: str) -> str:
        """A Chinese mobile number that nobody else has said."""
        return self._say(f"+86139{self._token}{len(self.said):03}", way)

    def fixed(self, value: str, way: str) -> str:
        return self._say(value, way)

    def address(self, way: str, **other: Any) -> dict[str, Any]:
        """Delivered to as the demo shop delivers, with everything that somebody writes freely."""
        return {
            "name": self.text(f"{way}.name"), "phone": self.phone(f"{way}.phone"), "email": self.email(f"{way}.email"), "country": "CN",
            "province": "浙江省", "city": "杭州市", "district": "西湖区", "street": self.text(f"{way}.street"), "postal_code": "310000",
        } | other  # fmt: skip

    def ways(self) -> dict[str, set[str]]:
        """Schema and fields, as `tests/architecture/personal/ways_in.py` has them."""
        found: dict[str, set[str]] = defaultdict(set)
        for way in self.said.values():
            schema, _, name = way.partition(".")
            found[schema].add(name)
        return dict(found)

    @property
    def needles(self) -> list[str]:
        """What is looked for: the mark for all that hold it, and each of the others."""
        rest = [value for value in self.said if self.mark not in value]
        return [self.mark, *rest, *(value.removeprefix("+86") for value in rest if value.startswith("+86"))]

    def _say(self, value: str, way: str) -> str:
        self.said[value] = way
        return value


@dataclass
class World:
    """A shop, what is planted there, and of whom."""

    shop: Shop
    say: Planter
    person: Customer
    id: str
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def own(self) -> Headers:
        return self.person.own

    def staff(self, role: str = "owner") -> Headers:
        return self.shop.staff(role)

    def send(self, method: str, path: str, body: Any = None, expected: int = 200, **headers: Any) -> Any:
        return self.shop.send(method, path, body, expected, **headers)

    def mine(self, method: str, path: str, body: Any = None, expected: int = 200) -> Any:
        """As they themselves."""
        return self.shop.send(method, path, body, expected, **self.own)

    def order_when(self, name: str, wanted: Any, seconds: float = 60) -> Any:
        self.orders[name] = self.shop.order_when(self.orders[name]["id"], self.own, wanted, seconds)
        return self.orders[name]


def somebody(shop: Shop) -> World:
    """Registered, confirmed, signed in."""
    say = Planter()
    login, register = say.email("RegisterIn.login"), "/v1/auth/register"
    wish = {"login": login, "password": PASSWORD, "name": say.text("RegisterIn.name"), "language": "en"}
    asked = shop.send("POST", register, wish, 202)
    (mail,) = eventually(lambda: shop.get(f"/sandbox/mailbox?to={login}")["data"], bool)
    proof: Mapping[str, Any] = {"login": login, "code": mail["subject"].split()[-1], "registration_token": asked["registration_token"]}
    shop.send("POST", "/v1/auth/confirm", proof)
    tokens = shop.send("POST", "/v1/auth/login", {"login": login, "password": PASSWORD})
    own = {"Authorization": f"Bearer {tokens['access_token']}"}
    return World(shop, say, Customer(login, own), str(shop.get("/v1/me", **own)["id"]))
