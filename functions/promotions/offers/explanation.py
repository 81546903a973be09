"""Every applied and every refused rule in a sentence, in the buyer's language (zh, en). Reason codes stay the same in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from functions.promotions.model.engine import Refused
from functions.promotions.model.rule import Reason
from functions.promotions.offers.offer import Deal
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.money import Money, to_decimal

_REFUSALS: dict[Reason, dict[str, str]] = {
    Reason.UNKNOWN_CODE: {"zh": "没有这个优惠码。", "en": "There is no such code."},
    Reason.ALREADY_USED: {"zh": "这张券已被使用。", "en": "This coupon was used."},
    Reason.REVOKED: {"zh": "这张券已被收回。", "en": "This coupon was taken back."},
    Reason.STOPPED: {"zh": "活动已停止。", "en": "This offer was stopped."},
    Reason.USED_UP: {"zh": "优惠券已用完。", "en": "The coupon is used up."},
    Reason.USED_UP_TODAY: {"zh": "今日名额已用完。", "en": "The coupon is used up for today."},
    Reason.USED_BY_YOU: {"zh": "您已达到使用次数上限。", "en": "You have used it as often as possible."},
    Reason.BUDGET_SPENT: {"zh": "活动预算已用完。", "en": "The budget of this offer is used up."},
    Reason.GIFT_GONE: {"zh": "赠品已送完。", "en": "The gift is out of stock."},
    Reason.NOT_STARTED: {"zh": "活动还没有开始。", "en": "This offer has not begun."},
    Reason.ENDED: {"zh": "活动已结束。", "en": "This offer is over."},
    Reason.OTHER_CURRENCY: {"zh": "不适用于此币种。", "en": "It is for another currency."},
    Reason.NOT_FOR_YOU: {"zh": "不适用于您的账户或渠道。", "en": "It is for other customers or another channel."},
    Reason.HELD_OUT: {"zh": "该顾客属于对照组，不享受此活动。", "en": "This customer is held out, to compare with."},
    Reason.NEWCOMERS_ONLY: {"zh": "仅限新用户首单。", "en": "It is for a first order only."},
    Reason.MEMBERS_ONLY: {"zh": "登录后才能使用。", "en": "Sign in to use it."},
    Reason.NO_ELIGIBLE_LINE: {"zh": "购物车中没有适用的商品。", "en": "Nothing in the cart is eligible."},
    Reason.BELOW_MINIMUM: {"zh": "还差 {missing}。", "en": "{missing} more is needed."},
    Reason.TOO_FEW_PIECES: {"zh": "还差 {pieces} 件。", "en": "{pieces} more pieces are needed."},
    Reason.NOTHING_TO_TAKE_OFF: {"zh": "没有可减的金额，未使用。", "en": "There is nothing to take off; it was not used."},
    Reason.BETTER_IN_GROUP: {"zh": "已使用更优惠的同类活动。", "en": "A better offer of its kind applies."},
    Reason.EXCLUSIVE_WON: {"zh": "与已使用的独享优惠不能同享。", "en": "It cannot be combined with the offer that applies."},
    Reason.EXCLUSIVE_LOST: {"zh": "不能与其他优惠同享，其他优惠更划算。", "en": "It applies alone only, and the others save you more."},
}
_NEXT = {"zh": "再买 {missing} 可减 {off}。", "en": "Buy {missing} more and {off} comes off."}
_APPLIED = {"zh": "{name}：减 {amount}", "en": "{name}: {amount} off"}
_GIFT = {"zh": "{name}：赠品", "en": "{name}: a gift"}
_NAMED = {"zh": "{name}：{text}", "en": "{name}: {text}"}
_STEPS = (Reason.BELOW_MINIMUM, Reason.TOO_FEW_PIECES)
_LOST = (
    Reason.HELD_OUT,
    Reason.BUDGET_SPENT,
    Reason.GIFT_GONE,
    Reason.NOTHING_TO_TAKE_OFF,
    Reason.BETTER_IN_GROUP,
    Reason.EXCLUSIVE_WON,
    Reason.EXCLUSIVE_LOST,
)
MOST_NAMED = 20
"""Of the promotions that apply by themselves, refused ones and hints: an answer must not grow with what the shop has launched."""


@dataclass(frozen=True)
class Told:
    """`amount`: what an applied rule takes off; `missing` (minor units, or pieces) and `off`: the way to the next step."""

    rule_id: str | None
    code: str | None
    text: str
    amount: int = 0
    reason: str | None = None
    missing: int = 0
    off: int = 0


@dataclass(frozen=True)
class Explanation:
    applied: list[Told]
    refused: list[Told]
    hints: list[Told]


def explain(deal: Deal, languages: Sequence[str]) -> Explanation:
    """Every code, and every automatic promotion that is for this buyer, now. Those that are for others, or not for what is in the cart,
    stay unsaid; those whose next step is in reach are hints. Of many automatic ones the first `MOST_NAMED` are named."""
    currency = deal.asked.currency
    applied = []
    for entry in deal.outcome.applied:
        shape = _APPLIED if entry.amount else _GIFT
        name = localized(entry.rule.name, languages)
        text = localized(shape, languages).format(name=name, amount=money_text(entry.amount, currency))
        applied.append(Told(entry.rule.id, entry.rule.code, text, amount=entry.amount))
    codes = [entry for entry in deal.outcome.refused if entry.code is not None]
    lost = [entry for entry in deal.outcome.refused if entry.code is None and entry.reason in _LOST]
    refused = [_refused(entry, deal, languages) for entry in [*codes, *lost[:MOST_NAMED]]]
    steps = [entry for entry in deal.outcome.refused if entry.code is None and entry.reason in _STEPS]
    hints = [_refused(entry, deal, languages) for entry in [*deal.outcome.hints, *steps][:MOST_NAMED]]
    return Explanation(applied, sorted(refused, key=lambda told: (told.code or "~", told.rule_id or "")), hints)


def _refused(entry: Refused, deal: Deal, languages: Sequence[str]) -> Told:
    currency = deal.asked.currency
    texts = _NEXT if entry.reason is Reason.BELOW_MINIMUM and entry.off else _REFUSALS[entry.reason]
    missing, off = money_text(entry.missing, currency), money_text(entry.off, currency)
    text = localized(texts, languages).format(missing=missing, off=off, pieces=entry.missing)
    source = deal.sources.get(entry.rule_id or "")
    if source is not None and entry.code is None:
        # A code is known to the buyer; a promotion that applies by itself has to be named.
        text = localized(_NAMED, languages).format(name=localized(source.rule.name, languages), text=text)
    return Told(entry.rule_id, entry.code, text, reason=entry.reason.value, missing=entry.missing, off=entry.off)


def money_text(amount: int, currency: str) -> str:
    return f"{currency} {to_decimal(Money(amount, currency)):,}"
