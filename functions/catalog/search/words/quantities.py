"""Numbers with a unit: 500毫升, 500 ML, ５００ｍｌ and 500ml are one token. Pure.

Aliases only, nothing is converted: 1 kg is not 1000 g.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from functions.shared.plain.deferred import dataclass

# The token of the unit: how it is written (normalised: lower case, half width, simplified; a plural s is understood).
_UNITS = {
    "ml": "ml 毫升 milliliter millilitre",
    "l": "l 升 公升 liter litre ltr リットル",
    "mg": "mg 毫克 milligram",
    "kg": "kg 公斤 千克 kilogram kilo キログラム",
    "g": "g 克 公克 gram gramme グラム",
    "mm": "mm 毫米 millimeter millimetre",
    "cm": "cm 厘米 公分 centimeter centimetre センチ",
    "m": "m 米 公尺 meter metre メートル",
    "km": "km 公里 千米 kilometer kilometre",
    "inch": "inch inches 英寸 英吋 吋 インチ",
    "ft": "ft foot feet 英尺",
    "oz": "oz ounce 盎司",
    "lb": "lb pound 磅",
    "mah": "mah 毫安时 毫安",
    "kw": "kw 千瓦 kilowatt",
    "w": "w 瓦 watt ワット",
    "v": "v 伏 volt ボルト",
    "gb": "gb 吉字节",
    "tb": "tb 太字节",
    "mb": "mb",
    "hz": "hz 赫兹 赫",
}
_TOKENS = {alias: unit for unit, aliases in _UNITS.items() for alias in aliases.split()}
# What begins like a unit and is none: carats, shades of white, rice, roof tiles, scales, a levelling up.
_NOT_AFTER = {"克": "拉", "米": "色白饭其粉奇老兰线酒", "升": "级降职旗", "瓦": "楞片罐斯", "磅": "秤礴", "赫": "兹"}


def _alias(alias: str) -> str:
    if alias.isascii():
        return rf"{alias}s?(?![a-z0-9])"
    return rf"{alias}(?![{_NOT_AFTER[alias]}])" if alias in _NOT_AFTER else alias


_LONGEST_FIRST = sorted(_TOKENS, key=lambda alias: (-len(alias), alias))
# Not inside a word, a number or a model (A500g), but after the times of 6x500ml.
_QUANTITY = re.compile(
    r"(?:(?<![a-z0-9.])|(?<=[0-9][x*×]))(?P<number>[0-9]{1,9}(?:\.[0-9]{1,6})?)[ -]?(?P<unit>" + "|".join(map(_alias, _LONGEST_FIRST)) + ")"
)


_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True)
class Quantity:
    start: int
    end: int
    token: str
    number: str
    unit: str


def quantities(plain: str) -> Iterator[Quantity]:
    """Those in a normalised text."""
    if not _DIGIT.search(plain):
        return
    for match in _QUANTITY.finditer(plain):
        number, written = match["number"], match["unit"]
        unit = _TOKENS.get(written) or _TOKENS[written.removesuffix("s")]
        yield Quantity(match.start(), match.end(), f"{_shortest(number)}{unit}", number, written)


def apart(plain: str) -> str:
    """The text with every number and unit standing alone, so that neither 1.5l contains 5l nor a unit hides."""
    return _rewritten(plain, lambda one: f" {one.number.replace('.', ' ')} {one.unit} ")


def without(plain: str) -> str:
    return _rewritten(plain, lambda _: " ")


def _rewritten(plain: str, written: Callable[[Quantity], str]) -> str:
    parts, last = [], 0
    for one in quantities(plain):
        parts += [plain[last : one.start], written(one)]
        last = one.end
    return "".join([*parts, plain[last:]])


def _shortest(number: str) -> str:
    """0.50 is 0.5."""
    return format(Decimal(number).normalize(), "f")
