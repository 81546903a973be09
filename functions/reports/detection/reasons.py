"""Why somebody should look, in a sentence."""

from __future__ import annotations

from functions.reports.model.detection.examine import Finding
from functions.shared.plain.money import Money, money_text

_WORDS = {
    "orders": (
        "In the last {hours} hours {seen} orders were placed; {usual} are usual.",
        "最近 {hours} 小时有 {seen} 笔订单；通常为 {usual} 笔。",
    ),
    "traffic": (
        "In the last {hours} hours there were {seen} visits; {usual} are usual.",
        "最近 {hours} 小时有 {seen} 次访问；通常为 {usual} 次。",
    ),
    "channel": (
        "In the last {hours} hours {seen} orders came by the channel {subject}; {usual} are usual.",
        "最近 {hours} 小时渠道 {subject} 有 {seen} 笔订单；通常为 {usual} 笔。",
    ),
    "payment_success": (
        "Of the orders of the last {hours} hours {seen} are not paid; {usual} are usual for as many orders.",
        "最近 {hours} 小时有 {seen} 笔订单未付款；同等订单量下通常为 {usual} 笔。",
    ),
    "conversion": (
        "In the last {hours} hours {seen} visits ended with an order; {usual} are usual for as many visits.",
        "最近 {hours} 小时有 {seen} 次访问下单；同等访问量下通常为 {usual} 次。",
    ),
    "refunds": (
        "In the last {hours} hours {seen} orders were refunded; {usual} are usual for what is sold.",
        "最近 {hours} 小时有 {seen} 笔订单退款；按销量通常为 {usual} 笔。",
    ),
    "cancellations": (
        "In the last {hours} hours {seen} orders were cancelled; {usual} are usual for as many orders.",
        "最近 {hours} 小时有 {seen} 笔订单取消；同等订单量下通常为 {usual} 笔。",
    ),
    "searches_in_vain": (
        "In the last {hours} hours {seen} searches found nothing; {usual} are usual for as many searches.",
        "最近 {hours} 小时有 {seen} 次搜索无结果；同等搜索量下通常为 {usual} 次。",
    ),
    "stock_accuracy": (
        "In the last {hours} hours {seen} counters of stock were not what their movements add up to; a day had {usual} at most.",
        "最近 {hours} 小时有 {seen} 个库存数与流水不符；此前单日最多为 {usual} 个。",
    ),
    "discounts": (
        "In the last {hours} hours {seen} of what was sold was taken off; {usual} is usual.",
        "最近 {hours} 小时折扣占销售额的 {seen}；通常为 {usual}。",
    ),
    "price": (
        "A piece was sold for {seen}; in four weeks it never was beyond {usual}.",
        "成交单价为 {seen}；四周内的界限为 {usual}。",
    ),
}


def reason_of(finding: Finding) -> dict[str, str]:
    seen, usual = (_told(finding, value) for value in (finding.seen, finding.usual))
    return {
        language: text.format(hours=finding.hours, subject=finding.subject, seen=seen, usual=usual)
        for language, text in zip(("en", "zh"), _WORDS[finding.kind], strict=True)
    }


def _told(finding: Finding, value: float) -> str:
    """Of a price the amount with its currency, which stands behind the variant."""
    if finding.kind == "price":
        return money_text(Money(round(value), finding.subject.rpartition("|")[2]))
    return f"{value:.0%}" if finding.kind == "discounts" else f"{value:.0f}"
