"""An erasure as it is asked for and told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from functions.privacy.model.request import Request, RequestState
from functions.shared.contact.fields import Email
from functions.shared.http.validation import Schema

CustomerId = Annotated[
    str, StringConstraints(pattern=r"^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$"), Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
]
OrderId = Annotated[
    str, StringConstraints(pattern=r"^ord_[0-7][0-9A-HJKMNP-TV-Z]{25}$"), Field(examples=["ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
]


_WAYS = ({"customer_id"}, {"order_id", "email"}, {"email"})


class ErasureIn(Schema):
    """A customer; or a guest, by an order of theirs and the address that they gave with it; or an address alone, that subscribed."""

    customer_id: CustomerId | None = None
    order_id: OrderId | None = Field(None, examples=[None])
    email: Email | None = Field(None, examples=[None])

    @model_validator(mode="after")
    def _proven(self) -> ErasureIn:
        if {name for name in ("customer_id", "order_id", "email") if getattr(self, name) is not None} not in _WAYS:
            raise ValueError("send customer_id, or order_id and email, or email")
        return self


class WaitingOut(Schema):
    order_id: str
    number: str
    why: str = Field(description="not_over, case_open, under_review, amended or drafted.", examples=["not_over"])


class KeptOut(Schema):
    kind: str = Field(examples=["order"])
    id: str
    until: str = Field(description="Then it goes.", examples=["2030-01-01T00:00:00.000Z"])


class ErasureOut(Schema):
    person: str
    job_id: str
    state: RequestState
    asked_at: str
    done_at: str | None
    removed: int = Field(description="Items that went or were emptied, in all.")
    left: int = Field(description="Items that still say something, for the orders that it waits for.")
    waiting: list[WaitingOut] = Field(description="Orders that are not over: they follow by themselves when they are.")
    kept: list[KeptOut] = Field(description="What the law wants: sealed, out of reach, until its day.")

    @classmethod
    def of(cls, request: Request) -> ErasureOut:
        return cls(
            person=request.person, job_id=request.job_id, state=request.state, asked_at=request.asked_at, done_at=request.done_at or None,
            removed=request.removed, left=request.left,
            waiting=[WaitingOut(**vars(one)) for one in request.waiting], kept=[KeptOut(**vars(one)) for one in request.kept],
        )  # fmt: skip
