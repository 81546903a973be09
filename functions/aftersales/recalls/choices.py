"""What the buyer of a recalled product can choose now: of pieces that are with them, in no case and not paid back. Nothing is written."""

from __future__ import annotations

from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.recall import Notice, Recall, RecallState, Remedy
from functions.aftersales.recalls.find_buyers import pieces_with_buyer
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.free_pieces import free_pieces
from functions.orders import BoughtPieces, bought_pieces
from functions.shared.store.records import find_many
from functions.stock import available_in, stock_keys


def choices(notice: Notice, recall: Recall) -> list[Remedy]:
    """In the recall's order; none, where nothing is left to choose for. One Query, two to three GetItem and BatchGetItem."""
    if recall.state is RecallState.CLOSED:
        return []
    bought = bought_pieces(notice.order_id, caller=SHOP, order_token=None)
    free = choosable(notice, recall, bought, pieces_of(notice.order_id))
    return [one for one in recall.remedies if free and (one is not Remedy.REPLACEMENT or _is_there(recall, free))]


def choosable(notice: Notice, recall: Recall, bought: BoughtPieces, ledger: CasePieces) -> dict[str, int]:
    """Pieces of the notice, by line."""
    there, known = pieces_with_buyer(recall, bought), free_pieces(ledger, bought.lines.values(), follows=bought.order.case_id)
    free = {line_id: min(count, known[line_id], notice.pieces.get(line_id, 0)) for line_id, count in there.items()}
    return {line_id: count for line_id, count in free.items() if count > 0}


def _is_there(recall: Recall, free: dict[str, int]) -> bool:
    variant_id, pieces = recall.replacement_variant, sum(free.values())
    return available_in(find_many(stock_keys([variant_id])), variant_id) >= pieces
