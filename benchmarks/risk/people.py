"""Honest people and frauds, by a seed. What they do is what reports of shops describe; how often is a guess, told in docs/adr/0072-risk.md.

Every order gets its label here, beside what happened and never in it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.risk.orders import Aftermath, Attempt, Happening

HOUR, DAY = 3_600, 86_400
LASTS = 150 * DAY
HOME = "CN"
ABROAD = ("US", "JP", "GB", "DE", "AU", "CA")


@dataclass(frozen=True)
class Label:
    kind: str
    is_fraud: bool


@dataclass
class World:
    """What happened, in any order, and the label of each order."""

    dice: random.Random
    happened: list[Happening] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    _made: int = 0

    def name(self, kind: str) -> str:
        """Ids come in no order that would tell anything."""
        self._made += 1
        return f"{kind}{self.dice.getrandbits(60):x}"

    def moment(self, start: int = 0) -> int:
        return self.dice.randrange(start, LASTS)

    def amount(self, middle: float) -> int:
        return max(300, int(self.dice.lognormvariate(0, 0.45) * middle))

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def somebody(self, *, middle: float | None = None, **known: str) -> Attempt:
        """As they usually buy: the attempt is changed for each order."""
        country = known.get("country", HOME)
        person = self.name("p")
        return Attempt(
            at=0,
            order="",
            person=person,
            email=f"{person}@{'inbox' if self.maybe(0.995) else 'mailinator'}.com",
            address=known.get("address") or self.name("a"),
            device=known.get("device") or self.name("d"),
            place=known.get("place") or self.name("h"),
            amount=int(middle or self.dice.uniform(6_000, 60_000)),
            country=country,
            card=self.name("c"),
            card_country=known.get("card_country", country),
        )

    def buys(self, usual: Attempt, at: int, kind: str, *, fraud: bool = False, typos: int = 0, risky: float = 0.03, **other: Any) -> None:
        order = self.name("o")
        self.labels[order] = Label(kind, fraud)
        told = "highest" if self.maybe(risky / 6) else "elevated" if self.maybe(risky) else "normal"
        bought = replace(usual, at=at, order=order, provider_risk=told, **({"amount": self.amount(usual.amount)} | other))
        for number in range(typos):
            self.happened.append(replace(bought, at=at + 40 * number, fails=True))
        self.happened.append(replace(bought, at=at + 40 * typos))


def regulars(world: World) -> None:
    for _ in range(850):
        usual, since = world.somebody(), world.moment()
        for _ in range(world.dice.randint(1, 7)):
            other: dict[str, Any] = {}
            if world.maybe(0.04):
                other["device"] = world.name("d")
            if world.maybe(0.05):
                other["place"] = world.name("h")
            if world.maybe(0.3):
                other["address"] = world.name("a")
            world.buys(usual, world.moment(since), "regular", typos=int(world.maybe(0.04)), **other)


def families(world: World) -> None:
    """One door, one line, several accounts; the tablet is shared."""
    for _ in range(110):
        place, address, tablet = world.name("h"), world.name("a"), world.name("d")
        for _ in range(world.dice.randint(2, 5)):
            usual = world.somebody(place=place, address=address)
            for _ in range(world.dice.randint(2, 6)):
                shared: dict[str, Any] = {"device": tablet} if world.maybe(0.3) else {}
                world.buys(usual, world.moment(), "family", **shared)


def offices(world: World) -> None:
    """One address of the network; sometimes all order within the hour."""
    for _ in range(14):
        address = world.name("a")
        people = [world.somebody(address=address) for _ in range(14)]
        for usual in people:
            for _ in range(2):
                world.buys(usual, world.moment(), "office")
        lunch = world.moment()
        for usual in world.dice.sample(people, world.dice.randint(4, 8)):
            world.buys(usual, lunch + world.dice.randrange(HOUR), "office")


def givers(world: World) -> None:
    """Their card is of here, the parcel goes abroad."""
    for _ in range(190):
        usual = world.somebody()
        for _ in range(world.dice.randint(1, 3)):
            world.buys(usual, world.moment(), "gift abroad", country=world.dice.choice(ABROAD), place=world.name("h"))


def foreigners(world: World) -> None:
    """They live here and pay with the card of their bank at home."""
    for _ in range(60):
        usual = world.somebody(card_country=world.dice.choice(ABROAD))
        for _ in range(world.dice.randint(1, 5)):
            world.buys(usual, world.moment(), "card of another country")


def spenders(world: World) -> None:
    for _ in range(60):
        usual = world.somebody(middle=650_000)
        for _ in range(world.dice.randint(1, 6)):
            world.buys(usual, world.moment(), "big spender", typos=int(world.maybe(0.05)))


def clumsy(world: World) -> None:
    """A digit of the card, its date, then its code: a few tries, then it is right."""
    for _ in range(180):
        usual = world.somebody()
        world.buys(usual, world.moment(), "typo", typos=world.dice.choice((1, 1, 1, 2, 2, 3)))


def movers(world: World) -> None:
    """A new home and a new telephone in one week, and furniture."""
    for _ in range(50):
        usual = world.somebody()
        for _ in range(3):
            world.buys(usual, world.dice.randrange(LASTS // 2), "mover")
        moved = replace(usual, place=world.name("h"), device=world.name("d"), address=world.name("a"))
        world.buys(moved, LASTS // 2 + world.dice.randrange(LASTS // 2), "mover", amount=world.amount(usual.amount * 1.6))


def unlucky(world: World) -> None:
    """They buy often and send back a part, as the law lets them."""
    for _ in range(60):
        usual = world.somebody()
        for _ in range(world.dice.randint(5, 9)):
            at = world.moment()
            world.buys(usual, at, "sends back")
            if world.maybe(0.25):
                world.happened.append(Aftermath(at + 9 * DAY, usual.person, "refund"))


def card_testers(world: World) -> None:
    """Many cards, small amounts, one machine behind; some change the device's name each time, some the address."""
    for _ in range(24):
        start, address, device, way = world.moment(), world.name("a"), world.name("d"), world.dice.random()
        for number in range(world.dice.randint(7, 14)):
            tester = world.somebody(
                address=world.name("a") if way < 0.2 else address, device=world.name("d") if 0.2 <= way < 0.6 else device,
                card_country=world.dice.choice((HOME, *ABROAD)),
            )  # fmt: skip
            order = world.name("o")
            world.labels[order] = Label("card tester", True)
            for tried in range(world.dice.randint(1, 4)):
                one = replace(
                    tester, at=start + number * 240 + tried * 30, order=order, amount=world.dice.randint(300, 1_000), card=world.name("c"),
                    fails=world.maybe(0.75), provider_risk="elevated" if world.maybe(0.3) else "normal",
                )  # fmt: skip
                world.happened.append(one)
                if not one.fails:
                    break


def reshippers(world: World) -> None:
    """Strangers with cards from everywhere have goods sent to one door, which sends them on."""
    for _ in range(20):
        place, start = world.name("h"), world.moment()
        for number in range(world.dice.randint(4, 9)):
            stolen = world.somebody(place=place, middle=300_000, card_country=world.dice.choice((HOME, *ABROAD)))
            world.buys(stolen, start + number * 7 * HOUR, "reshipper", fraud=True, typos=int(world.maybe(0.25)), risky=0.3)


def stolen_cards(world: World) -> None:
    """Alone, once, and dear."""
    for _ in range(60):
        thief = world.somebody(middle=620_000, card_country=world.dice.choice((HOME, *ABROAD)))
        mail = f"{thief.person}@mailinator.com" if world.maybe(0.35) else thief.email
        world.buys(thief, world.moment(), "stolen card", fraud=True, typos=int(world.maybe(0.3)), risky=0.4, email=mail)


def takeovers(world: World) -> None:
    """An account of somebody, and what it pays with: from another device, to another door, for as much as it bears."""
    for _ in range(70):
        owner = world.somebody()
        for _ in range(world.dice.randint(2, 6)):
            world.buys(owner, world.dice.randrange(LASTS // 2), "regular")
        thief = replace(owner, device=world.name("d"), address=world.name("a"), place=world.name("h"))
        at = LASTS // 2 + world.dice.randrange(LASTS // 2)
        world.buys(thief, at, "takeover", fraud=True, risky=0.2, amount=world.amount(owner.amount * world.dice.uniform(2.5, 9)))


def refund_abusers(world: World) -> None:
    """Nearly all that they buy was broken, or never came. The first orders look like anybody's and are labelled so."""
    for _ in range(45):
        usual, start = world.somebody(), world.dice.randrange(LASTS // 2)
        for number in range(world.dice.randint(5, 9)):
            at = start + number * 8 * DAY
            world.buys(usual, at, "refund abuser" if number >= 3 else "regular", fraud=number >= 3)
            if world.maybe(0.9):
                world.happened.append(Aftermath(at + 5 * DAY, usual.person, "refund"))


KINDS: tuple[Callable[[World], None], ...] = (
    regulars, families, offices, givers, foreigners, spenders, clumsy, movers, unlucky,
    card_testers, reshippers, stolen_cards, takeovers, refund_abusers,
)  # fmt: skip


def world_of(seed: int) -> tuple[list[Happening], dict[str, Label]]:
    """All that happened, by time, and the label of each order."""
    world = World(random.Random(seed))
    for kind in KINDS:
        kind(world)
    return sorted(world.happened, key=lambda one: one.at), world.labels
