"""A question or an answer, as plain data."""

from __future__ import annotations

from enum import StrEnum

from functions.catalog.checking.cases import Action, Decision
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict


class By(StrEnum):
    SHOPPER = "shopper"
    BUYER = "buyer"
    MERCHANT = "merchant"


class Shown(StrEnum):
    PENDING = "pending"
    VISIBLE = "visible"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Post:
    """`customer_id`: who wrote it, of the staff too. `question_id`: what it answers; empty for a question. `approved_at`: when it was first
    shown; whoever is told of it is told then."""

    id: str
    product_id: str
    text: str
    created_at: str
    customer_id: str
    by: By
    author: str = ""
    question_id: str = ""
    visibility: Shown = Shown.VISIBLE
    hidden_reason: str | None = None
    approved_at: str | None = None


def step(post: Post, decision: Decision, *, is_open: bool) -> tuple[Shown, str | None]:
    """Whether it is shown from now on, and why not. Raises Conflict (409 `nothing_to_decide`)."""
    reason = decision.reason.value if decision.reason else None
    match decision.action:
        case Action.APPROVE if post.visibility is Shown.PENDING or (post.visibility is Shown.VISIBLE and is_open):
            return Shown.VISIBLE, None
        case Action.REJECT if post.visibility is Shown.PENDING:
            return Shown.HIDDEN, reason
        case Action.HIDE if post.visibility is not Shown.HIDDEN:
            return Shown.HIDDEN, reason
        case Action.HIDE:
            return post.visibility, post.hidden_reason
        case Action.RESTORE if post.visibility is not Shown.PENDING:
            return Shown.VISIBLE, None
    raise Conflict("There is nothing of it that waits for this.", code="nothing_to_decide")
