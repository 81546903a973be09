"""How well carriers keep their word, and how much that counts when a plan is made, over HTTP."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.shared.documents.document import Document, Versioned
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shipping.model.score import Scores
from functions.shipping.store.records import ShippingTable
from functions.shipping.store.scores import scores, set_weight

score_api = Api("shipping")
_WEIGHT = (
    "How many percent are added to the price of a carrier of score 0 before prices are compared, and in proportion to those of the others. "
    "0: the cheapest in time is taken, and scores decide between equal prices."
)


class ScoreSettingIn(Versioned):
    score_weight: int = Field(strict=True, ge=0, le=100, description=_WEIGHT)


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


class CarrierScores(Schema):
    score_weight: int = Field(description=_WEIGHT)
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
    return Reply(CarrierScores(score_weight=found.weight, version=version, data=rows))


def _setting(found: Scores, version: int) -> Reply:
    return Reply(ScoreSettingOut(score_weight=found.weight, version=version), etag=str(version))


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
    return _reply(*set_weight(req.body.score_weight, if_match=req.if_match(), remember=_document.remembering(req, _reply)))


_document.restored_by(
    score_api,
    put_score_setting,
    "/v1/admin/carrier_scores",
    body=ScoreSettingIn,
    response=CarrierScores,
    permission="settings.write",
    idempotent=ShippingTable,
)
