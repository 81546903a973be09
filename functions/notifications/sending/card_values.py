"""What a mail tells of a gift card, and whom."""

from __future__ import annotations

from functions.loyalty import card_news
from functions.notifications.sending.wording import time_text
from functions.shared.plain.money import money_text


def card_values(card_id: str) -> dict[str, str] | None:
    """None where it is of no use."""
    news = card_news(card_id)
    if news is None:
        return None
    ends = time_text(news.expires_at) if news.expires_at else ""
    said = {"code": news.code, "worth": money_text(news.worth), "message": news.message, "ends": ends}
    return {**said, "email": news.email, "to_name": news.name}
