"""What packs say, in the languages there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

TEXTS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "经营报告",
        "revenue": "销售额",
        "net": "净额（减退款）",
        "paid": "已付款订单",
        "visitors": "访客（按日合计）",
        "conversion": "访问付款率",
        "revenue_by_day": "每日销售额",
        "visitors_by_day": "每日访客",
        "funnel": "访问到付款",
        "words": "搜索无结果的词",
        "products": "商品表现",
        "product": "商品",
        "views": "浏览",
        "carts": "加购",
        "sold": "售出",
        "returned": "退回",
        "viewed": "访问",
        "carted": "加入购物车",
        "checked_out": "结算",
        "now": "本期",
        "before": "上期",
        "than_before": "与上期相比",
        "nothing": "本期没有数据",
        "no_before": "上期无数据",
        "basis": "销售额按付款时间统计，退款按退回时间统计；访客为同意统计的浏览器，不含机器人。",
    },
    "en": {
        "title": "Shop report",
        "revenue": "Revenue",
        "net": "Net of refunds",
        "paid": "Paid orders",
        "visitors": "Visitors (days added up)",
        "conversion": "Visits that paid",
        "revenue_by_day": "Revenue by day",
        "visitors_by_day": "Visitors by day",
        "funnel": "From visit to payment",
        "words": "Searched for in vain",
        "products": "Products",
        "product": "Product",
        "views": "Views",
        "carts": "Carts",
        "sold": "Sold",
        "returned": "Returned",
        "viewed": "Visited",
        "carted": "Put in cart",
        "checked_out": "Checkout",
        "now": "This period",
        "before": "The one before",
        "than_before": "vs the period before",
        "nothing": "Nothing in this period",
        "no_before": "nothing the period before",
        "basis": "Sales when paid, refunds when they went. Visitors are browsers that agreed to be counted, without robots.",
    },
}
LANGUAGES = tuple(TEXTS)


def day_text(day: date, language: str) -> str:
    """Short: for an axis."""
    return f"{day.month}/{day.day}" if language == "zh" else f"{day.day} {day:%b}"


def range_text(first: date, last: date, language: str) -> str:
    if language == "zh":
        return " 至 ".join(f"{day.year}年{day.month}月{day.day}日" for day in dict.fromkeys((first, last)))
    return f"{first.day} {first:%B %Y}" + ("" if first == last else f" – {last.day} {last:%B %Y}")
