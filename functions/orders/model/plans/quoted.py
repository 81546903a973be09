"""What couriers themselves said a parcel would cost when a plan was made, and what that does to the offers. Pure.

Their own price counts before every other. Where a courier names none (it is silent, too slow, or says no), the prices that the shop keeps
stand, with the reason; one that said no is taken only where nobody else brings the parcel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from functions.orders.model.plans.dispatch import Offer
from functions.shared.plain.deferred import dataclass

REFUSED = "courier_refused"
_NOT_QUOTED = "service_not_quoted"
_OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True)
class QuotedService:
    """`days` to the door, None where it does not say."""

    service: str
    amount: int
    currency: str
    days: int | None = None


@dataclass(frozen=True)
class CourierAnswer:
    """Of a parcel of this weight and volume. `code`: why no price was named, `detail`: in a sentence; both empty where one was."""

    carrier: str
    weight_g: int
    volume_mm3: int
    services: tuple[QuotedService, ...] = ()
    code: str = ""
    detail: str = ""


def with_answers(
    offers: Iterable[Offer],
    answers: Mapping[str, CourierAnswer],
    currency: str,
    *,
    own_services: Mapping[str, Mapping[str, int]],
    arrival: Callable[[int], str],
) -> list[Offer]:
    """The offers of one parcel as its couriers answered. `own_services`: of a carrier, the working days of each of its services by code;
    one without any is asked for the cheapest that its courier has. `arrival`: the day of so many working days."""
    found: dict[tuple[str, str, str], Offer] = {}
    for offer in offers:
        answer = answers.get(offer.carrier)
        changed = offer if answer is None else _answered(offer, answer, currency, own_services.get(offer.carrier, {}), arrival)
        found[changed.carrier, changed.service, "" if changed.source == "courier" else changed.id] = changed
    for code, answer in answers.items():
        for service, days in own_services.get(code, {}).items():
            quoted = _of(answer, service, currency)
            if quoted is not None and (code, service, "") not in found:
                arrives = arrival(days if quoted.days is None else quoted.days)
                found[code, service, ""] = Offer(code, service, quoted.amount, arrives, source="courier")
    return list(found.values())


def _answered(offer: Offer, answer: CourierAnswer, currency: str, own: Mapping[str, int], arrival: Callable[[int], str]) -> Offer:
    if answer.code:
        return replace(offer, instead_of=answer.code, refused=answer.code == REFUSED)
    quoted = _of(answer, offer.service if own else "", currency)
    if quoted is None:
        return replace(offer, instead_of=_OTHER_CURRENCY if answer.services and not _in(answer, currency) else _NOT_QUOTED)
    arrives = offer.arrives if quoted.days is None else arrival(quoted.days)
    return replace(offer, cost=quoted.amount, arrives=arrives, source="courier", id="")


def _of(answer: CourierAnswer, service: str, currency: str) -> QuotedService | None:
    fitting = [one for one in _in(answer, currency) if service in ("", one.service)]
    return min(fitting, key=lambda one: (one.amount, one.service), default=None)


def _in(answer: CourierAnswer, currency: str) -> list[QuotedService]:
    return [one for one in answer.services if one.currency == currency and one.amount >= 0]
