"""What was issued for the order, as its page links it."""

from __future__ import annotations

from functions.invoices import paper_links
from functions.orders.pages.texts import said
from functions.orders.store.order_page import OrderPage


def papers_of(page: OrderPage, language: str) -> list[tuple[str, str]]:
    """(what it is called, where it opens). Nothing is asked for an order of which nothing was paid."""
    if not page.record.captured:
        return []
    return [(said(language, one.kind, number=one.number), one.url) for one in paper_links(page.order.id)]
