"""Staff say that an owner was paid: all months up to one, that are not paid yet, once."""

from __future__ import annotations

from functions.marketing.model.commission import Book, Move, Step
from functions.marketing.shares.book_shared import month_of
from functions.marketing.store.commissions import book_writes, month_paid, unpaid_months
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact

_MOST_MONTHS = 60


@dataclass(frozen=True)
class Payout:
    id: str
    owner: str
    currency: str
    months: list[str]
    amount: int
    paid_at: str


def pay_out(owner: str, currency: str, through: str, *, remember: Remember[Payout]) -> Payout:
    """Raises Conflict (409 `month_not_over`; `nothing_to_pay`, also when it was paid, or refunds took more than there was)."""

    def attempt() -> Payout:
        now = clock.now()
        if through >= month_of(now):
            raise Conflict("A month can be paid when it is over.", code="month_not_over")
        months = unpaid_months(owner, currency, through)[:_MOST_MONTHS]
        amount = sum(one.amount for one in months)
        if amount <= 0:
            raise Conflict("Nothing is to be paid.", code="nothing_to_pay")
        done = Payout(fresh.new_id("pyo"), owner, currency, [one.month for one in months], amount, times.iso(now))
        moves = [Move(Step.PAID, Book.PAYABLE, Book.PAID, amount)]
        booked = book_writes(owner, currency, moves, cause=done.id, at=now, month="")
        transact([*(month_paid(one, done.id) for one in months), *booked, *remember(done)])
        return done

    return again(attempt)
