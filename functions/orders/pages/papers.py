"""What was issued for the order, as its page links it, and whether an e-invoice can be requested there."""

from __future__ import annotations

from collections.abc import Sequence

from functions.invoices import PaperLink, papers_of_order
from functions.orders.model.states import PaymentStatus
from functions.orders.pages.texts import said
from functions.orders.store.order_page import OrderPage
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass

_UNDER_WAY = frozenset({"blue_requested", "blue_confirming", "blue_issuing"})
_NOT_TOLD = frozenset({"red_requested", "red_confirming", "red_issuing", "red_login_expired", "red_failed"})
"""What is between seller and tax bureau."""


@dataclass(frozen=True)
class ShownPapers:
    """(what it is called, where it opens; empty: nowhere yet)."""

    links: Sequence[tuple[str, str]] = ()
    may_request: bool = False


def papers_of(page: OrderPage, language: str) -> ShownPapers:
    """Nothing is asked for an order of which nothing was paid."""
    if not page.record.captured:
        return ShownPapers()
    found = papers_of_order(page.order.id, currency=page.order.currency, country=place_of(page.order.destination).country)
    links = [_shown(one, language) for one in found.links if one.kind not in _NOT_TOLD]
    return ShownPapers(links, found.may_request and page.record.payment_status == PaymentStatus.PAID)


def _shown(one: PaperLink, language: str) -> tuple[str, str]:
    return said(language, "blue_issuing" if one.kind in _UNDER_WAY else one.kind, number=one.number), one.url
