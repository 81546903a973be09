"""Cases, bans and rules as who moderates sends and sees them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from functions.catalog.checking.bans import Ban
from functions.catalog.checking.cases import Action, Case, Reason
from functions.catalog.checking.rules import Checker, ModerationRules, Waits
from functions.catalog.checking.subject import Former, Subject
from functions.catalog.checking.word_list import letters_of
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import PlainText
from functions.shared.http.validation import Language, Remark, Schema, Strict


def _with_letters(word: str) -> str:
    if not letters_of(word):
        raise ValueError("a word has letters or digits")
    return word


Word = Annotated[PlainText, StringConstraints(max_length=60), AfterValidator(_with_letters)]


class ModerationSettings(Versioned):
    """All of it: what is not sent is what a new shop begins with."""

    words: Annotated[dict[Language, Annotated[list[Word], Field(max_length=500)]], Field(max_length=10)] = Field(
        default={}, description="A text with one of them waits.", examples=[{"zh": ["加微信"], "en": ["casino"]}]
    )
    new_texts: Waits = Field(Waits.FLAGGED, description="Which new texts wait for somebody to look at them.")
    edits: Waits = Field(Waits.ALL, description="The same of edited ones.")
    hours: int = Field(24, strict=True, ge=1, le=720, description="Within which a text that waits is to be decided.")
    checker: Checker = Field(Checker.NONE, description="The machine that looks at texts.")
    duplicate_letters: int = Field(12, strict=True, ge=1, le=5_000, description="From so many letters on, a copy is flagged.")
    burst_texts: int = Field(5, strict=True, ge=1, le=50, description="More from one device within `burst_minutes` are flagged.")
    burst_minutes: int = Field(60, strict=True, ge=1, le=1_440)

    def rules(self) -> ModerationRules:
        return ModerationRules(**self.model_dump(exclude={"version"}))


class ModerationSettingsView(ModerationSettings):
    version: int


class DecisionIn(Schema):
    action: Action = Field(description="`approve` shows what waits, `reject` does not, `hide` and `restore` what was shown.")
    reason: Reason | None = Field(None, description="To reject or hide: shoppers see how many are hidden for it.", examples=["spam"])
    note: Remark = Field("", description="For who moderates.")


class DecisionOut(Strict):
    action: Action
    at: str
    by: str
    reason: Reason | None
    note: str


class FormerOut(Strict):
    revision: int
    at: str
    text: str
    rating: int | None


class CaseRow(Strict):
    """`version`: of what it is about, for If-Match; `waits`: what would be shown in place of `text`."""

    id: str
    kind: str
    product_id: str
    customer_id: str | None
    author: str
    text: str
    waits: str | None
    rating: int | None
    media: list[str]
    created_at: str
    visibility: str
    hidden_reason: Reason | None
    version: int
    flags: list[str]
    open: bool
    opened_at: str | None
    due_at: str | None
    overdue: bool

    @classmethod
    def of(cls, case: Case, subject: Subject, now: str) -> CaseRow:
        return cls(**_row(case, subject, now))


class CaseOut(CaseRow):
    """With what was decided about it, and what it said before."""

    decisions: list[DecisionOut]
    former: list[FormerOut]

    @classmethod
    def whole(cls, case: Case, subject: Subject, former: list[Former], now: str) -> CaseOut:
        decisions = [DecisionOut(**vars(one)) for one in case.decisions]
        return cls(**_row(case, subject, now), decisions=decisions, former=[FormerOut(**vars(one)) for one in former])


class CasePage(Schema):
    data: list[CaseRow]
    next_cursor: str | None


class BanIn(Schema):
    reason: Annotated[PlainText, StringConstraints(max_length=500)] = Field(examples=["Sells reviews."])


class BanLiftIn(Schema):
    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    reason: Remark = Field("", examples=["They asked, and it was their brother."])


class BanEntryOut(Strict):
    at: str
    by: str
    banned: bool
    reason: str


class BanOut(Strict):
    customer_id: str
    banned: bool
    version: int
    entries: list[BanEntryOut]

    @classmethod
    def of(cls, ban: Ban, version: int) -> BanOut:
        entries = [BanEntryOut(**vars(one)) for one in ban.entries]
        return cls(customer_id=ban.customer_id, banned=ban.banned, version=version, entries=entries)


class BanPage(Schema):
    data: list[BanOut]
    next_cursor: str | None


def _row(case: Case, subject: Subject, now: str) -> dict[str, object]:
    """An open case may have no flag: the shop lets somebody look at all of them."""
    return vars(subject) | {
        "flags": case.flags, "open": case.is_open, "opened_at": case.opened_at or None, "due_at": case.due_at or None,
        "overdue": case.is_open and case.due_at < now,
    }  # fmt: skip
