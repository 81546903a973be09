"""What a case pays back: of its order, and what an exchange before put aside for its pieces."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.carried import Share
from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnKind
from functions.aftersales.returns.carrying.carried import Carried, behind_case
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.wishes import amount_of, less_lost, offered_wish, wish_of
from functions.payments import RefundPart, RefundWish, expected_refund, within_left
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid

_GONE = frozenset({"refund_exceeds_captured", "line_quantity_exceeded"})


@dataclass(frozen=True)
class Expected:
    """`wish`: of the order itself, which gives `own`. `carried`: what stands behind the pieces, of which `further` is paid; `taken` is what
    is gone of it then."""

    wish: RefundWish
    own: list[RefundPart]
    carried: Carried | None = None
    further: int = 0
    taken: dict[str, Share] | None = None

    @property
    def amount(self) -> int:
        return amount_of(self.own) + self.further


def expected_of(case: Case, *, is_last: bool) -> Expected:
    """As of now; nothing is written. Raises as `expected_refund` does, Conflict (409 `exchange_not_over`)."""
    carried = behind_case(case)
    wish = wish_of(case if case.offered is None else replace(case, offered=None), is_last=is_last)
    wish, own = _own(case, wish, may_be_nothing=carried is not None)
    if case.offered is not None:
        return _as_offered(case.offered, own, carried)
    if lost := {line.line_id: line.lost for line in case.lines if line.lost}:
        wish, own = less_lost(wish, own, lost)
    if carried is None:
        return Expected(wish, own)
    fees = {line.line_id: line.clause.fee_bp for line in case.lines}
    further = sum(one.amount - one.amount * fees[name] // 10_000 for name, one in carried.shares.items())
    return Expected(wish, own, carried, further, dict(carried.shares))


def _as_offered(offered: int, own: list[RefundPart], carried: Carried | None) -> Expected:
    """The pieces stay, so only parts of their prices go: of the order's own first."""
    first = min(offered, amount_of(own))
    further = min(offered - first, carried.amount if carried else 0)
    if first + further < offered:
        raise Invalid.field("/amount", "refund_exceeds_captured", f"Of what these pieces brought only {first + further} is left.")
    taken, left = dict[str, Share](), further
    for name, share in (carried.shares if carried else {}).items():
        taken[name] = Share(0, min(left, share.amount))
        left -= taken[name].amount
    wish = offered_wish(first, own)
    return Expected(wish, [RefundPart("line", first)] if first else [], carried, further, taken)


def _own(case: Case, wish: RefundWish, *, may_be_nothing: bool) -> tuple[RefundWish, list[RefundPart]]:
    if case.behind_only:
        return replace(wish, lines=()), []
    held = case.kind is ReturnKind.WITHDRAWAL
    return own_of(case.order_id, wish, held=held, besides=case.id, may_be_nothing=may_be_nothing)


def own_of(order_id: str, wish: RefundWish, *, held: bool, besides: str = "", may_be_nothing: bool) -> tuple[RefundWish, list[RefundPart]]:
    """What the order itself gives. `may_be_nothing`: something stands behind its pieces. What the order gave for them may have gone back by
    hand then, and is left out, piece by piece; what stands behind them is to come all the same. Raises as `expected_refund` does."""

    def asked(wished: RefundWish) -> list[RefundPart]:
        return expected_refund(order_id, wished, caller=SHOP, held=held, besides=besides)

    try:
        return wish, asked(wish)
    except Invalid as refused:
        if not may_be_nothing or refused.code not in _GONE:
            raise
    left = within_left(order_id, wish, caller=SHOP, held=held, besides=besides)
    try:
        return left, asked(left) if left.lines else []
    except Invalid as refused:
        if refused.code not in _GONE:
            raise
        return replace(wish, lines=()), []
