"""The few figures on top of a pack, each beside that of the period before."""

from __future__ import annotations

from functions.reports.model.pack import Pack, change
from functions.reports.packs.texts import TEXTS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money, to_decimal


@dataclass(frozen=True)
class Tile:
    """`mood`: up, down or same. `unit`: the currency of an amount."""

    name: str
    number: str
    change: str
    mood: str
    unit: str = ""

    @property
    def figure(self) -> str:
        return f"{self.unit} {self.number}".lstrip()

    @property
    def size(self) -> str:
        """What lets the number stand in one line of half a phone's screen."""
        return "longer" if len(self.number) > 16 else "long" if len(self.number) > 11 else ""


def tiles_of(pack: Pack, language: str) -> list[Tile]:
    say = TEXTS[language]
    tiles = [
        _tile(say[name], f"{to_decimal(Money(now, currency)):,}", now, total(currency, before=True), language, currency)
        for name, total in (("revenue", pack.revenue), ("net", pack.net))
        for currency in pack.currencies
        for now in (total(currency),)
    ]
    for name in ("paid", "visitors"):
        now = pack.total(name)
        tiles.append(_tile(say[name], f"{now:,}", now, pack.total(name, before=True), language))
    if top := pack.funnel["viewed"]:
        tiles.append(Tile(say["conversion"], f"{pack.funnel['paid'] / top:.1%}", f"{pack.funnel['paid']:,} / {top:,}", "same"))
    return tiles


def _tile(name: str, number: str, now: int, before: int, language: str, unit: str = "") -> Tile:
    say, moved = TEXTS[language], change(now, before)
    if moved is None:
        return Tile(name, number, say["no_before"], "same", unit)
    mood = "same" if abs(moved) < 0.05 else "up" if moved > 0 else "down"
    sign = {"up": "▲", "down": "▼", "same": "="}[mood]
    said = f"{sign} {abs(moved):.1f} %"
    return Tile(name, number, f"{say['than_before']} {said}" if language == "zh" else f"{said} {say['than_before']}", mood, unit)


def lines_of(pack: Pack, language: str) -> list[str]:
    """The same in words, a line each."""
    return [f"{tile.name}: {tile.figure} ({tile.change})" for tile in tiles_of(pack, language)]
