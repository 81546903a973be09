"""The few figures on top of a pack, each beside that of the period before."""

from __future__ import annotations

from functions.reports.model.pack import Pack, change
from functions.reports.packs.texts import TEXTS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money, money_text


@dataclass(frozen=True)
class Tile:
    """`mood`: up, down or same."""

    name: str
    figure: str
    change: str
    mood: str


def tiles_of(pack: Pack, language: str) -> list[Tile]:
    say = TEXTS[language]
    tiles = [
        _tile(say["revenue"], money_text(Money(now, currency)), now, pack.revenue(currency, before=True), language)
        for currency in pack.currencies
        for now in (pack.revenue(currency),)
    ]
    tiles += [
        _tile(say["net"], money_text(Money(now, currency)), now, pack.net(currency, before=True), language)
        for currency in pack.currencies
        for now in (pack.net(currency),)
    ]
    for name in ("paid", "visitors"):
        now = pack.total(name)
        tiles.append(_tile(say[name], f"{now:,}", now, pack.total(name, before=True), language))
    if top := pack.funnel["viewed"]:
        tiles.append(Tile(say["conversion"], f"{pack.funnel['paid'] / top:.1%}", f"{pack.funnel['paid']:,} / {top:,}", "same"))
    return tiles


def _tile(name: str, figure: str, now: int, before: int, language: str) -> Tile:
    say, moved = TEXTS[language], change(now, before)
    if moved is None:
        return Tile(name, figure, say["no_before"], "same")
    mood = "same" if abs(moved) < 0.05 else "up" if moved > 0 else "down"
    sign = {"up": "▲", "down": "▼", "same": "="}[mood]
    said = f"{sign} {abs(moved):.1f} %"
    return Tile(name, figure, f"{say['than_before']} {said}" if language == "zh" else f"{said} {say['than_before']}", mood)


def lines_of(pack: Pack, language: str) -> list[str]:
    """The same in words, a line each."""
    return [f"{tile.name}: {tile.figure} ({tile.change})" for tile in tiles_of(pack, language)]
