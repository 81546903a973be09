"""How well carriers keep their word, and how much that counts when a plan is made, over HTTP."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shipping.model.score import Scores
from functions.shipping.store.records import ShippingTable
from functions.shipping.store.scores import change_weeks, scores, set_weight

score_api = Api("shipping")
_WEIGHT = (
    "How many percent are added to the price of a carrier of score 0 before prices are compared, and in proportion to those of the others. "
    "0: the cheapest in time is taken, and scores decide between equal prices."
)


_FLOOR = (
    "Which share of a carrier's parcels must be in time, in thousandths. One that is below it in two weeks, one after the other, of at "
    "least 10 parcels with a day each, is suspended: no plan sends it anything until it is reinstated. 0: none is."
)


class ScoreSettingIn(Versioned):
    score_weight: int = Field(strict=True, ge=0, le=100, description=_WEIGHT)
    floor_permille: int = Field(0, strict=True, ge=0, le=1000, description=_FLOOR)


class ScoreSettingOut(ScoreSettingIn):
    version: int


class CarrierScore(Schema):
    """Of a carrier's service: `delivered` parcels, of them `on_time`, and those it `failed` with, counted lately (halved beyond 500).
    Shares in thousandths, with ten ordinary parcels counted in. `score`: 0 to 100, more is better."""

    carrier: str
    service: str
    score: int
    delivered: int
    on_time: int
    failed: int
    on_time_permille: int
    failed_permille: int


class SuspendedCarrier(Schema):
    """Shares of parcels in time, in thousandths: of the week that ended it, and of the one before."""

    carrier: str
    week: str = Field(description="Its Monday.", examples=["2026-01-26"])
    floor_permille: int
    on_time_permille: int
    on_time_permille_before: int


class CarrierScores(Schema):
    score_weight: int = Field(description=_WEIGHT)
    floor_permille: int = Field(description=_FLOOR)
    suspended: list[SuspendedCarrier]
    version: int = Field(description="Of the setting, for If-Match; 0 until staff set it.")
    data: list[CarrierScore]
    next_cursor: str | None = None


def _reply(found: Scores, version: int) -> Reply:
    rows = [
        CarrierScore(
            carrier=carrier,
            service=service,
            score=tally.score,
            on_time_permille=tally.on_time_permille,
            failed_permille=tally.failed_permille,
            **vars(tally),
        )
        for (carrier, service), tally in sorted(found.tallies.items())
    ]
    off = [
        SuspendedCarrier(
            carrier=carrier, week=why.week, floor_permille=why.floor, on_time_permille=why.last, on_time_permille_before=why.before
        )
        for carrier, why in sorted(found.suspended.items())
    ]
    said = CarrierScores(score_weight=found.weight, floor_permille=found.floor, suspended=off, version=version, data=rows)
    return Reply(said)


def _setting(found: Scores, version: int) -> Reply:
    return Reply(ScoreSettingOut(score_weight=found.weight, floor_permille=found.floor, version=version), etag=str(version))


_document = Document("carrier_scores", _setting, lambda: _setting(*scores()))


@score_api.operation(
    "GET", "/v1/admin/carrier_scores", summary="How well carriers keep their word", permission="orders.read", response=CarrierScores
)
def read_scores(_req: Request[Any, NoQuery]) -> Reply:
    """Of every service that brought a parcel. Who is not listed has the score of an ordinary carrier, 88."""
    return _reply(*scores())


@score_api.operation(
    "PUT", "/v1/admin/carrier_scores", summary="Set how much scores count", permission="settings.write", body=ScoreSettingIn,
    response=CarrierScores, idempotent=ShippingTable, errors=[(409, "version_conflict")], headers=("If-Match",),
)  # fmt: skip
def put_score_setting(req: Request[ScoreSettingIn, NoQuery]) -> Reply:
    """For plans that are made from now on; each keeps the weight that it was made with."""
    return _reply(
        *set_weight(req.body.score_weight, req.body.floor_permille, if_match=req.if_match(), remember=_document.remembering(req, _reply))
    )


@score_api.operation(
    "POST", "/v1/admin/carriers/{code}/reinstate", summary="Send a suspended carrier parcels again", permission="settings.write",
    response=CarrierScores, idempotent=ShippingTable,
)  # fmt: skip
def post_reinstate(req: Request[NoBody, NoQuery]) -> Reply:
    """Two weeks below the floor suspend it again. Of a carrier that is not suspended nothing changes."""
    change_weeks(lambda weeks: weeks.without(req.path["code"]), remember=req.remembering(_reply))
    return _reply(*scores())


_document.restored_by(
    score_api,
    put_score_setting,
    "/v1/admin/carrier_scores",
    body=ScoreSettingIn,
    response=CarrierScores,
    permission="settings.write",
    idempotent=ShippingTable,
)
