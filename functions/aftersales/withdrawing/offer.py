"""What of an order can be withdrawn at a moment, until when and why; or why nothing can."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.policy import CaseRules, policy_for
from functions.aftersales.model.withdrawal import UNSEALED, FreeLine, Wish, chosen
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.free_pieces import free_pieces
from functions.aftersales.store.rules import case_rules
from functions.aftersales.store.statements import statements_of
from functions.catalog import category_paths, known_markets
from functions.orders import Contract, ContractLine, Window, window_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.selling.markets import WithdrawalLaw, WithdrawalTerms, holding_in


@dataclass(frozen=True)
class Offer:
    """As of one moment. `pieces` and `rules` as they were read."""

    contract: Contract
    law: WithdrawalLaw
    terms: WithdrawalTerms
    window: Window
    free: list[FreeLine]
    pieces: CasePieces
    rules: CaseRules

    @property
    def anything_left(self) -> bool:
        return any(line.pieces and not line.excludes(True) for line in self.free)

    def chosen(self, wish: Wish, at: datetime) -> dict[str, int]:
        """Pieces by line. Raises Conflict (409 `withdrawal_over`, `already_withdrawn`, `nothing_to_withdraw`, `withdrawal_excluded`),
        Invalid (422)."""
        if not self.window.is_open(at):
            raise over(self.window)
        if not any(line.pieces for line in self.free):
            if done := statements_of(self.contract.order.id):
                raise Conflict(
                    "It was withdrawn before.",
                    code="already_withdrawn",
                    withdrawal_id=done[-1].id,
                    declared_at=done[-1].declared_at,
                )
            raise Conflict("No piece of this order is left to be withdrawn.", code="nothing_to_withdraw")
        return chosen(self.free, wish, self.law.norm)


def offer_of(contract: Contract) -> Offer | None:
    """None where no law and no market lets its buyer withdraw. Two GetItems, one more where policies are of categories, and
    one where something of the order was paid back."""
    terms = known_markets().withdrawal(contract.country)
    law = holding_in(contract.country, terms)
    if law is None:
        return None
    received = times.parse(contract.received_at) if contract.received_at else None
    told = times.parse(contract.told_at) if contract.told_at else None
    window = window_of(law, contract.place, received, told)
    rules, pieces = case_rules()[0], pieces_of(contract.order.id)
    return Offer(contract, law, terms, window, _free(contract, law, rules, pieces), pieces, rules)


def offered(contract: Contract) -> Offer:
    """Raises Conflict (409 `no_withdrawal_right`)."""
    offer = offer_of(contract)
    if offer is None:
        raise Conflict(
            "No law of the country of delivery lets its buyer withdraw without a reason.",
            code="no_withdrawal_right",
            country=contract.country,
        )
    return offer


def over(window: Window) -> Conflict:
    """Names the end and what it follows from."""
    last, end = window.last_day, window.ends_at
    return Conflict(
        f"It could be withdrawn until the end of {last}.",
        code="withdrawal_over",
        last_day=last.isoformat() if last else "",
        ended_at=times.iso(end) if end else "",
        reason=window.why.value,
        norm=window.norm,
    )


def _free(contract: Contract, law: WithdrawalLaw, rules: CaseRules, pieces: CasePieces) -> list[FreeLine]:
    paths = category_paths() if any(policy.category_id for policy in rules.policies) else {}
    sent, kept_back = free_pieces(pieces, contract.lines, follows=contract.order.case_id), pieces.kept_back()
    found = []
    for line in contract.lines:
        kind = policy_for(line.category_id, rules.policies, paths).exclusion.value
        free = FreeLine(line.line_id, max(0, line.unsent - kept_back[line.line_id]), sent[line.line_id])
        found.append(_with_exclusion(free, line, kind, law))
    return found if not contract.is_over else [replace(one, unsent=0) for one in found]


def _with_exclusion(free: FreeLine, line: ContractLine, kind: str, law: WithdrawalLaw) -> FreeLine:
    """By the kinds that the law names, or as its buyer confirmed at purchase, where the law lets that count."""
    if law.confirmed and line.not_returnable:
        return replace(free, excluded=kind or "confirmed_at_purchase")
    if kind not in law.excluded:
        return free
    # Before they came nobody can have unsealed them.
    return replace(free, excluded=kind, until_sealed=True) if kind in UNSEALED else replace(free, excluded=kind)
