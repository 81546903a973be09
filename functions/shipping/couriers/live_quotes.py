"""Couriers are asked, all at once and for a few seconds altogether, what parcels would cost. Nobody's silence or fault stops who asks."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context

from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import no_longer_than
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import ShopError
from functions.shared.plain.postal_address import Address
from functions.shipping.couriers.carriers import writer_of
from functions.shipping.couriers.port import Ability, Quote, QuoteRequest
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.measures import Measures

SECONDS = 4.0
"""For all of them together."""
_AT_ONCE = 8
_LONGEST = 200


@dataclass(frozen=True)
class Question:
    carrier: Carrier
    measures: Measures


@dataclass(frozen=True)
class CourierSaid:
    """What a courier said of one parcel. `code`: why it named no price (empty: it did), `detail`: in a sentence."""

    quotes: tuple[Quote, ...] = ()
    code: str = ""
    detail: str = ""


def names_prices(carrier: Carrier) -> bool:
    return writer_of(carrier).able(Ability.QUOTE)


def ask_prices(questions: Sequence[Question], address: Address, currency: str, *, seconds: float = SECONDS) -> list[CourierSaid]:
    """In the order of the questions; who has not answered by then has said nothing."""
    if not questions:
        return []
    pool = ThreadPoolExecutor(min(_AT_ONCE, len(questions)))
    try:
        with no_longer_than(seconds):
            # A thread knows the time that is left by the context that it is given.
            asked = [pool.submit(copy_context().run, _ask, one, address, currency) for one in questions]
        wait(asked, timeout=seconds)
        return [_said(one.carrier, answer) for one, answer in zip(questions, asked, strict=True)]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ask(one: Question, address: Address, currency: str) -> tuple[Quote, ...]:
    return tuple(writer_of(one.carrier).quote(QuoteRequest(address, one.measures, currency, one.carrier.company)))


def _said(carrier: Carrier, answer: Future[tuple[Quote, ...]]) -> CourierSaid:
    if not answer.done():
        return _none(carrier, "courier_unavailable", "It did not answer in time.")
    error = answer.exception()
    if isinstance(error, ShopError):
        return _none(carrier, error.code, error.detail)
    if error is not None:
        # An adapter of anybody's: its fault is not the order's.
        return _none(carrier, "courier_unavailable", f"Its adapter failed: {type(error).__name__}.")
    return CourierSaid(answer.result())


def _none(carrier: Carrier, code: str, detail: str) -> CourierSaid:
    fact("courier.named_no_price", carrier=carrier.code, code=code)
    return CourierSaid(code=code, detail=detail[:_LONGEST])
