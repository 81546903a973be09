"""What is to become of the e-invoices of an order, given what it is now. Pure.

As with invoices (due.py) it follows from the state, not from messages. What is red is at most what is blue, and what is blue at most what
was paid less what went back when it was sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from functions.invoices.model.credit import Back, TooMuchCredited, credited, rows_left
from functions.invoices.model.due import Refund, back_of
from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState, RedReason, left_of, live_blue, reds_of
from functions.invoices.model.fapiao_rows import balanced, is_taken
from functions.invoices.model.rows import Row, Sold, rows_of, sums_of
from functions.invoices.model.title import Title
from functions.shared.plain.deferred import dataclass

RENEW, RED = "renew#", "red#"
_BLUE = "#blue"


@dataclass(frozen=True)
class NextFapiao:
    """`reason`, `blue` and `book` are those of a red one; what a blue one is for is decided when it is sent."""

    colour: Colour
    cause: str
    title: Title
    reason: str = ""
    blue: Fapiao | None = None
    book: Sequence[Row] = ()


def worth(sold: Sequence[Sold], refunds: Sequence[Refund]) -> list[Row]:
    """What the order is for: bought, less what went back and stayed there."""
    rows, notes = rows_of(sold), list[Row]()
    for refund in counting(refunds):
        notes += credited(rows, notes, back_of(refund, refunds, rows, notes), least_net=1)
    return balanced(rows_left(rows, notes))


def counting(refunds: Sequence[Refund]) -> list[Refund]:
    return [one for one in refunds if not one.came_back and one.back.amount]


def next_fapiao(sold: Sequence[Sold], refunds: Sequence[Refund], all_of: Sequence[Fapiao]) -> NextFapiao | None:
    """None: nothing is due, or something has to end first."""
    blue = live_blue(all_of)
    if blue is None:
        return _renewed(all_of)
    if blue.state is not FapiaoState.ISSUED:
        return None
    reds = [one for one in all_of if one.blue_id == blue.id]
    known = {*blue.netted, *(red.cause for red in reds)}
    for refund in counting(refunds):
        if refund.id not in known:
            # One that failed is still to come, so what it is for is not there for others.
            before = [row for red in reds if red.cause in {one.id for one in refunds} or red in reds_of(blue, all_of) for row in red.book]
            book = _red_book(blue, before, back_of(refund, refunds, blue.book, before))
            if book is None:
                break
            if not book:
                continue
            reason = RedReason.RETURNED if any(row.quantity for row in book) else RedReason.REBATE
            return NextFapiao(Colour.RED, refund.id, blue.title, reason, blue, book)
    if any(red.is_open or red.state is FapiaoState.FAILED for red in reds):
        return None
    left = left_of(blue, all_of)
    if not left or sums_of(worth(sold, refunds)).gross == sums_of(left).gross:
        return None
    # Money came back, the order was edited, or a refund has no rows that the platforms take: it is taken back whole, a new one follows.
    return whole_red(blue, all_of, RedReason.ERROR, f"{RENEW}{len(all_of)}")


def _red_book(blue: Fapiao, before: Sequence[Row], back: Back) -> list[Row] | None:
    """Of its rows, what the refund takes back. None, where the platforms would refuse that, or what is left after it; or where somebody is
    taking all of it back."""
    try:
        book = credited(blue.book, before, back, least_net=1)
    except TooMuchCredited:
        return None
    left = [row for row in rows_left(blue.book, [*before, *book]) if row.gross]
    return book if all(map(is_taken, [*book, *left])) else None


def whole_red(blue: Fapiao, all_of: Sequence[Fapiao], reason: RedReason, cause: str) -> NextFapiao:
    return NextFapiao(Colour.RED, cause, blue.title, reason, blue, [row for row in left_of(blue, all_of) if row.gross])


def _renewed(all_of: Sequence[Fapiao]) -> NextFapiao | None:
    """The new one for the same title, once the old one is taken back."""
    last = next((one for one in reversed(all_of) if one.state is not FapiaoState.FAILED), None)
    if last is None or last.colour is Colour.BLUE or last.state is not FapiaoState.ISSUED or not last.cause.startswith(RENEW):
        return None
    cause = f"{last.cause}{_BLUE}"
    return None if any(one.cause == cause for one in all_of) else NextFapiao(Colour.BLUE, cause, last.title)
