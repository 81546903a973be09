"""Is something wrong in the hour that just ended? Pure.

Two kinds of questions. *Too few*: orders, visits, or orders of one channel, against what these hours of the day usually have (medians of
four weeks, so that neither a campaign nor an earlier fault is what is usual). *Wrong share*: unpaid of placed, sent of visits, refunds of
paid, and so on, against the share of a usual day. Both are asked of windows of some hours, with counts that vary as widely as they did
(`counts.py`); what chance would bring once in a hundred thousand such questions is told. Prices are compared with those of
four weeks, and so are differences of stock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from functions.reports.model.detection.pulse import Pulse, channels_of, counted
from functions.reports.model.forecast.counts import at_least, below, spread_of
from functions.shared.plain.deferred import dataclass

LEARNS = 28 * 24
"""Hours before those that are asked about."""
_FEWEST_DAYS = 14
_CHANCE = 1e-5
_LEAST_SPREAD, _MOST_SPREAD = 0.02, 0.5
_DAY = 24
_FAR = 0.5
"""A price below half of the lowest, or above twice the highest, of four weeks."""


@dataclass(frozen=True)
class Share:
    """`part` of `whole` over each of `windows` hours; `rises`: whether more of it is what is wrong. `lag`: hours by which the part follows
    the whole. `fewest`: below so many nothing is asked; `times`: by how much it must differ at least, whatever chance says."""

    kind: str
    part: str
    whole: str
    windows: tuple[int, ...]
    rises: bool
    fewest: int = 10
    times: float = 2.0
    lag: int = 0


SHARES = (
    Share("payment_success", "unpaid", "placed", (3, 6, 12), rises=True, fewest=8, times=2.5),
    Share("conversion", "sent", "visits", (4, 8), rises=False, times=2.0),
    Share("refunds", "refunded", "paid", (6, 24), rises=True, fewest=5, times=2.5),
    Share("cancellations", "cancelled", "placed", (6, 24), rises=True, fewest=5, times=2.5),
    Share("searches_in_vain", "in_vain", "searches", (3, 12), rises=True, times=2.0),
)
_TOO_FEW = (("orders", "placed", (3, 6, 12)), ("traffic", "visits", (2, 6)))
_OF_CHANNEL = (6, 12, 24)
_FEWEST_HOURS = _FEWEST_DAYS * _DAY + max(_OF_CHANNEL)
_DISCOUNT_WINDOW, _DISCOUNT_MORE, _DISCOUNT_TIMES = 6, 0.25, 3.0
_PRICE_WINDOW = 3


@dataclass(frozen=True)
class Finding:
    """`kind` and `subject` (a channel, a variant with its currency, or empty) say what is wrong; `seen` and `usual` are counts
    or minor units over the last `hours`, or shares."""

    kind: str
    subject: str
    hours: int
    seen: float
    usual: float


def examine(pulses: Sequence[Pulse]) -> list[Finding]:
    """Of the last hour, given those before it without a gap. Nothing is said from fewer than 14 days, and hours before the shop's first
    are no days of it. One finding for each kind and subject."""
    recent = since_it_began(pulses[-(LEARNS + _DAY) :])
    if len(recent) < _FEWEST_HOURS:
        return []
    return [*_few(recent), *_shares(recent), *_stock(recent), *_discounts(recent), *_prices(recent)]


def since_it_began(pulses: Sequence[Pulse]) -> Sequence[Pulse]:
    """From the first hour on in which anything happened."""
    return pulses[next((place for place, one in enumerate(pulses) if one != Pulse(one.hour)), len(pulses)) :]


def _few(pulses: Sequence[Pulse]) -> Iterator[Finding]:
    for kind, name, windows in _TOO_FEW:
        if one := _too_few(kind, "", counted(pulses, name), windows):
            yield one
    for channel in channels_of(pulses):
        if one := _too_few("channel", channel, counted(pulses, f"channel:{channel}"), _OF_CHANNEL):
            yield one


def _too_few(kind: str, subject: str, counts: Sequence[int], windows: Sequence[int]) -> Finding | None:
    # Before the first one there was none to miss: a channel that opened two weeks ago is not usually half as busy as it is.
    counts = counts[next((place for place, count in enumerate(counts) if count), len(counts)) :]
    if len(counts) < _FEWEST_HOURS:
        return None
    for hours in windows:
        same = _same_hours(counts, hours)
        # Days of the week differ: those of this weekday lead, and the others say how well a whole week went.
        usual = median(same[6::7]) if len(same) >= 28 else median(same)
        usual = min(usual, median(same) * 1.5)
        spread = _spread([(count, usual) for count in same if count <= 2 * usual])
        seen = sum(counts[-hours:])
        if seen < usual / 2 and below(seen, usual, spread) < _CHANCE:
            return Finding(kind, subject, hours, seen, usual)
    return None


def _same_hours(counts: Sequence[int], hours: int) -> list[int]:
    """What the window had one day ago, two days ago, …"""
    ends = range(len(counts) - _DAY, hours - 1, -_DAY)
    return [sum(counts[end - hours : end]) for end in ends]


def _spread(pairs: Sequence[tuple[float, float]]) -> float:
    return min(_MOST_SPREAD, max(_LEAST_SPREAD, spread_of(pairs)))


def _shares(pulses: Sequence[Pulse]) -> Iterator[Finding]:
    for share in SHARES:
        if one := _wrong_share(share, counted(pulses, share.part), counted(pulses, share.whole)):
            yield one


def _wrong_share(share: Share, part: Sequence[int], whole: Sequence[int]) -> Finding | None:
    days = [(sum(part[end - _DAY : end]), sum(whole[end - _DAY : end])) for end in range(len(whole) - _DAY, _DAY - 1, -_DAY)]
    known = [(some, of) for some, of in days if of >= share.fewest]
    if len(known) < _FEWEST_DAYS:
        return None
    rate = median(some / of for some, of in known)
    for hours in share.windows:
        pairs = [(float(some), rate * of) for some, of in zip(_same_hours(part, hours), _same_hours(whole, hours), strict=True)]
        seen, of = sum(part[-hours:]), sum(whole[-hours:])
        usual, spread = rate * of, _spread([pair for pair in pairs if pair[0] <= 3 * pair[1] + 3])
        if of < share.fewest:
            continue
        far = seen > usual * share.times + 2 if share.rises else seen < usual / share.times
        chance = at_least(seen, max(usual, 0.2), spread) if share.rises else below(seen, usual, spread)
        if far and chance < _CHANCE:
            return Finding(share.kind, "", hours, seen, usual)
    return None


def _stock(pulses: Sequence[Pulse]) -> Iterator[Finding]:
    """The nightly check finds none where all is well: more of them in a day than on any day of four weeks is no chance."""
    counts = counted(pulses, "stock_faults")
    usual, seen = max(_same_hours(counts, _DAY)), sum(counts[-_DAY:])
    if seen > usual:
        yield Finding("stock_accuracy", "", _DAY, seen, usual)


def _discounts(pulses: Sequence[Pulse]) -> Iterator[Finding]:
    shares = [sum(one.discount for one in some) / gross for end in range(len(pulses) - _DAY, _DAY - 1, -_DAY)
              if (some := pulses[end - _DAY : end]) and (gross := sum(one.gross for one in some))]  # fmt: skip
    some = pulses[-_DISCOUNT_WINDOW:]
    gross = sum(one.gross for one in some)
    if len(shares) < _FEWEST_DAYS or not gross or sum(one.paid for one in some) < 5:
        return
    usual, seen = median(shares), sum(one.discount for one in some) / gross
    if seen > max(usual * _DISCOUNT_TIMES, usual + _DISCOUNT_MORE):
        yield Finding("discounts", "", _DISCOUNT_WINDOW, round(seen, 4), round(usual, 4))


def _prices(pulses: Sequence[Pulse]) -> Iterator[Finding]:
    lately, before = pulses[-_PRICE_WINDOW:], pulses[:-_DAY]
    known: dict[str, list[float]] = {}
    for one in before:
        for name, (pieces, cost) in one.prices.items():
            if pieces > 0:
                known.setdefault(name, []).append(cost / pieces)
    for name in sorted({name for one in lately for name in one.prices}):
        pieces = sum(one.prices.get(name, (0, 0))[0] for one in lately)
        cost = sum(one.prices.get(name, (0, 0))[1] for one in lately)
        usual = sorted(known.get(name, ()))
        if pieces < 2 or len(usual) < 3 or usual[0] <= 0:
            continue
        seen = cost / pieces
        # One fault of the past is no range: the outermost fiftieth on each side is left out.
        low, high = usual[len(usual) // 50], usual[-1 - len(usual) // 50]
        if seen < low * _FAR or seen > high / _FAR:
            yield Finding("price", name, _PRICE_WINDOW, round(seen, 2), round(low if seen < low else high, 2))
