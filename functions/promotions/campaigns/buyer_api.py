"""What rules know of a customer: the groups staff puts them into, and how many orders they have paid."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.promotions.campaigns.rule_schemas import Name
from functions.promotions.offers.offer import Buyer, kept_from
from functions.promotions.store.live_rules import live_now
from functions.promotions.store.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.scores.rfm import RfmSegment
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, transact
from functions.shared.store.versions import at_version, check_version

buyer_api = Api("promotions")
KIND = "buyer"
Group = Annotated[Name, StringConstraints(pattern=r"^[a-z0-9_-]+$")]


class Groups(Schema):
    groups: Annotated[list[Group], Field(max_length=50, examples=[["gold"]])]


class BuyerOut(Schema):
    customer_id: str
    version: int = Field(description="Of the groups; 0 until they are set for the first time.")
    groups: list[str]
    paid_orders: int
    rfm: RfmSegment | None = Field(None, description="Their segment by recency, frequency and money, as the last night counted it.")
    held_out_of: list[str] = Field([], description="Campaigns that are launched and not over, by lot: they are given none of these.")


def _read(customer_id: str) -> BuyerOut:
    if not ids.is_id("cus", customer_id):
        raise NotFound("There is no such customer.")
    record = find(BuyerRecord, customer_pk(customer_id), BUYER_SK)
    if record is None:
        return BuyerOut(customer_id=customer_id, version=0, groups=[], paid_orders=0)
    groups = list(load(Buyer, record.body).groups)
    rfm = RfmSegment(record.rfm) if record.rfm else None
    return BuyerOut(customer_id=customer_id, version=_version(record), groups=groups, paid_orders=int(record.paid_orders), rfm=rfm)


def _version(record: BuyerRecord) -> int:
    """Orders count themselves here without touching groups, also where nobody has set any."""
    return int(record.version) if record.kind == KIND else 0


def _reply(buyer: BuyerOut) -> Reply:
    not_over = [one.campaign for one in live_now().campaigns if one.campaign.ends_at > clock.now()]
    held = sorted(one.id for one in not_over if kept_from(one, buyer.customer_id))
    return Reply(buyer.model_copy(update={"held_out_of": held}), etag=str(buyer.version))


def _put(customer_id: str, groups: list[str], *, if_match: int | None, remember: Remember[BuyerOut]) -> BuyerOut:
    """Only the groups: the count of orders belongs to the orders' events. Raises NotFound, VersionConflict (409)."""
    wanted = tuple(sorted(set(groups)))

    def attempt() -> BuyerOut:
        before = _read(customer_id)
        check_version(before.version, if_match)
        if before.version and before.groups == list(wanted):
            transact(remember(before))
            return before
        after = before.model_copy(update={"groups": list(wanted), "version": before.version + 1})
        actions = [BuyerRecord.body.set(dump(Buyer(wanted))), BuyerRecord.kind.set(KIND), BuyerRecord.version.set(after.version)]
        # Where nothing was set, the item may be there for the count of orders.
        never_set = BuyerRecord.kind.does_not_exist() | (BuyerRecord.kind != KIND)
        unchanged = at_version(BuyerRecord, before.version) if before.version else never_set
        transact([Update(BuyerRecord, customer_pk(customer_id), BUYER_SK, actions, unchanged, Overtaken()), *remember(after)])
        return after

    return again(attempt)


@buyer_api.operation(
    "GET", "/v1/admin/promotion_buyers/{id}", summary="What rules know of a customer", permission="promotions.read", response=BuyerOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def read(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(_read(req.path["id"]))


@buyer_api.operation(
    "PUT", "/v1/admin/promotion_buyers/{id}", summary="Put a customer into groups", permission="promotions.write", body=Groups,
    response=BuyerOut, idempotent=PromotionsTable, errors=[(404, "not_found")],
)  # fmt: skip
def put(req: Request[Groups, NoQuery]) -> Reply:
    """Rules whose audience names one of the groups are for them."""
    return _reply(_put(req.path["id"], req.body.groups, if_match=req.if_match(), remember=req.remembering(_reply)))
