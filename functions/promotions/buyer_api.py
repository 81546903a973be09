"""What rules know of a customer: the groups staff puts him into, and how many orders he has paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.promotions.offer import Buyer
from functions.promotions.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk
from functions.promotions.rule_schemas import Name
from functions.shared import ids
from functions.shared.api import Api, NoBody, NoQuery, Reply, Request
from functions.shared.errors import NotFound
from functions.shared.records import dump, find, load
from functions.shared.transactions import Update, Write, transact
from functions.shared.validation import Schema

buyer_api = Api("promotions")
Group = Annotated[Name, StringConstraints(pattern=r"^[a-z0-9_-]+$")]


class Groups(Schema):
    groups: Annotated[list[Group], Field(max_length=50, examples=[["gold"]])]


class BuyerOut(Schema):
    customer_id: str
    groups: list[str]
    paid_orders: int


def _read(customer_id: str) -> BuyerOut:
    if not ids.is_id("cus", customer_id):
        raise NotFound("There is no such customer.")
    record = find(BuyerRecord, customer_pk(customer_id), BUYER_SK)
    if record is None:
        return BuyerOut(customer_id=customer_id, groups=[], paid_orders=0)
    return BuyerOut(customer_id=customer_id, groups=list(load(Buyer, record.body).groups), paid_orders=int(record.paid_orders))


def _put(customer_id: str, groups: list[str], remember: Callable[[BuyerOut], Sequence[Write]]) -> BuyerOut:
    """Only the groups: the count of orders belongs to the orders' events."""
    buyer = Buyer(tuple(sorted(set(groups))))
    after = _read(customer_id).model_copy(update={"groups": list(buyer.groups)})
    actions = [BuyerRecord.body.set(dump(buyer)), BuyerRecord.kind.set("buyer"), BuyerRecord.version.add(1)]
    transact([Update(BuyerRecord, customer_pk(customer_id), BUYER_SK, actions), *remember(after)])
    return after


@buyer_api.operation(
    "GET", "/v1/admin/promotion_buyers/{id}", summary="What rules know of a customer", permission="promotions.read", response=BuyerOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def read(req: Request[NoBody, NoQuery]) -> BuyerOut:
    return _read(req.path["id"])


@buyer_api.operation(
    "PUT", "/v1/admin/promotion_buyers/{id}", summary="Put a customer into groups", permission="promotions.write", body=Groups,
    response=BuyerOut, idempotent=PromotionsTable, errors=[(404, "not_found")],
)  # fmt: skip
def put(req: Request[Groups, NoQuery]) -> BuyerOut:
    """Rules whose audience names one of the groups are for him."""
    return _put(req.path["id"], req.body.groups, lambda after: req.remember(Reply(after)))
