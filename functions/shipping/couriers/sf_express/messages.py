"""SF's routes: a few nodes a time, in the time of China, each with an id of its own when they are pushed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from functions.shared.plain.errors import Invalid
from functions.shared.plain.tracking import TraceEvent
from functions.shipping.couriers.moments import shanghai
from functions.shipping.couriers.sf_express.statuses import status_of

Code = Annotated[str, StringConstraints(max_length=64)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]


class _Message(BaseModel):
    # A courier may add fields at any time; only what we use has to be right.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Node(_Message):
    accept_time: str = Field(alias="acceptTime")
    accept_address: str | None = Field(None, alias="acceptAddress")
    remark: str | None = None
    op_code: Code = Field(alias="opCode")
    reason_code: Code | None = Field(None, alias="reasonCode")
    first_status: Code | None = Field(None, alias="firstStatusCode")

    def event(self) -> TraceEvent:
        """Raises Invalid."""
        try:
            at = shanghai(self.accept_time)
        except ValueError as error:
            raise Invalid("A time of the message cannot be read.", code="invalid_time") from error
        status = status_of(self.op_code, self.first_status or "", self.reason_code or "")
        code = f"{self.op_code}/{self.reason_code}" if self.reason_code else self.op_code
        return TraceEvent(at, status, (self.remark or "")[:500], (self.accept_address or "")[:500], code)


class PushedNode(Node):
    id: Token
    mailno: Token


class _Body(_Message):
    nodes: list[PushedNode] = Field(alias="WaybillRoute", min_length=1, max_length=100)


class Push(_Message):
    body: _Body = Field(alias="Body")

    def by_waybill(self) -> dict[str, list[PushedNode]]:
        found: dict[str, list[PushedNode]] = {}
        for node in self.body.nodes:
            found.setdefault(node.mailno, []).append(node)
        return found


class _Routes(_Message):
    mail_no: str = Field("", alias="mailNo")
    routes: list[Node] = Field([], max_length=1000)


class Queried(_Message):
    answers: list[_Routes] = Field([], alias="routeResps", max_length=100)

    def events(self, number: str) -> list[TraceEvent]:
        return [node.event() for one in self.answers if one.mail_no in ("", number) for node in one.routes]
