"""A recall: what is dangerous, who has it, and what they chose. Pure.

Source: Regulation (EU) 2023/988, Articles 35 (consumers who can be identified are told directly), 36 (what a recall notice says, without
words that make the risk seem less) and 37 (the remedy is the consumer's choice between at least two of repair, replacement and refund; a
refund is at least the price that was paid).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.lost_text import without_invisible

_SIGNED = re.compile(r"([0-9a-z]{26})([0-9a-f]{32})", re.ASCII)
_SOFTENING = (
    "voluntar", "precaution", "discretion", "rare ", "rarely", "specific situation", "no accident", "no incident", "no injur",
    "自愿", "谨慎起见", "以防万一", "极少", "罕见", "个别情况", "特定情况", "未发生", "没有发生", "尚无",
    "freiwillig", "vorsorglich", "vorsichtshalber", "selten", "kein unfall", "keine unfälle", "volontair", "par précaution",
)  # fmt: skip


class Remedy(StrEnum):
    REPAIR = "repair"
    REPLACEMENT = "replacement"
    REFUND = "refund"


class RecallState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class NoticeState(StrEnum):
    TOLD = "told"
    ANSWERED = "answered"
    REMEDIED = "remedied"


@dataclass(frozen=True)
class Recall:
    """`products`: by variant its product. `sold_from`, `sold_until`: only orders placed then hold what is dangerous; empty: all.
    `sent_from`, `sent_until`: only pieces that left then. `lot`: what tells a piece of it from others, as text: orders know no lots.
    `replacement_variant`: what is sent instead. `goods_back`: whether what is paid back comes back, else its buyer disposes of it. `month`,
    `cursor`: where who looks for orders goes on; `due`: when. `rounds`: how often all orders were looked at; `round_began`, `before_began`:
    when this round and the one before it began. `version` is its item's, and no part of what is stored."""

    id: str
    products: dict[str, str]
    product: dict[str, str]
    hazard: dict[str, str]
    action: dict[str, str]
    remedies: list[Remedy]
    goods_back: bool
    phone: str
    email: str
    url: str
    opened_at: str
    opened_by: str
    sold_from: str = ""
    sold_until: str = ""
    lot: dict[str, str] = field(default_factory=dict)
    replacement_variant: str = ""
    state: RecallState = RecallState.OPEN
    closed_at: str = ""
    closed_by: str = ""
    on_sale_again: bool = False
    month: str = ""
    cursor: str = ""
    due: str = ""
    rounds: int = 0
    round_began: str = ""
    before_began: str = ""
    sent_from: str = ""
    sent_until: str = ""
    version: int = 0

    def concerns_sent(self, at: str) -> bool:
        return self.sent_from <= at and (not self.sent_until or at < self.sent_until)

    def concerns(self, placed_at: str) -> bool:
        return self.sold_from <= placed_at and (not self.sold_until or placed_at < self.sold_until)

    def closed(self, at: str, by: str, *, on_sale_again: bool) -> Recall:
        """Raises Conflict (409 `recall_closed`)."""
        if self.state is RecallState.CLOSED:
            raise Conflict("The recall is closed already.", code="recall_closed", closed_at=self.closed_at)
        return replace(self, state=RecallState.CLOSED, closed_at=at, closed_by=by, on_sale_again=on_sale_again, due="", cursor="")


@dataclass(frozen=True)
class Notice:
    """That the buyer of an order was told of `pieces` (by line), and what they chose. `sent`: by line, what of it had left by then;
    empty of notices of before that was kept, which are the first of their order and name it in `pieces`."""

    id: str
    recall_id: str
    order_id: str
    number: str
    pieces: dict[str, int]
    told_at: str
    state: NoticeState = NoticeState.TOLD
    remedy: Remedy | None = None
    case_id: str = ""
    answered_at: str = ""
    remedied_at: str = ""
    sent: dict[str, int] = field(default_factory=dict)
    version: int = 0

    def untold(self, sent: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
        """By line, pieces that have left since: of `sent` now, as far as they are `there` with the buyer."""
        told = self.sent or self.pieces
        later = {line_id: min(count, sent.get(line_id, 0) - told.get(line_id, 0)) for line_id, count in there.items()}
        return {line_id: count for line_id, count in later.items() if count > 0}


def softening_words(texts: Iterable[str]) -> list[str]:
    """What Article 36(2)(c) forbids, as far as it can be known by words."""
    shown = unicodedata.normalize("NFKC", without_invisible(" ".join(texts))).casefold()
    # Spaces between words alone, so that a full stop or a line break hides none; rare earths are a material.
    folded = re.sub(r"[\W_]+", " ", shown).replace("rare earth", "") + " "
    return [word.strip() for word in _SOFTENING if word in folded]


def beginning(born: Sequence[str], sold_from: str) -> str:
    """The first month (UTC) in which an order can hold one of the variants: they are not older than their ids (`born`)."""
    return max(sold_from, min(born))[:7]


def month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def signed_notice(notice_id: str, secret: str) -> str:
    name = notice_id.removeprefix("ntc_").lower()
    return name + _proof(name, secret)


def read_signed_notice(text: str, secrets: Sequence[str]) -> str | None:
    """The id of the notice; None for what was signed by nobody of ours."""
    found = _SIGNED.fullmatch(text)
    if found is None or not any(hmac.compare_digest(found[2], _proof(found[1], secret)) for secret in secrets):
        return None
    return f"ntc_{found[1].upper()}"


def _proof(name: str, secret: str) -> str:
    return hmac.new(secret.encode(), b"recall\x00" + name.encode(), hashlib.sha256).hexdigest()[:32]
