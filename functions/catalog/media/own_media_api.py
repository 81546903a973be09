"""Buyers' own pictures and videos, for their reviews: announced, uploaded straight to the bucket, looked after."""

from __future__ import annotations

from typing import Any

from functions.catalog.media.media_uploads import BUYERS_LIMIT, offer_buyers_media, own_media_record
from functions.catalog.media.schemas import OwnMediaIn, OwnMediaOffered, OwnMediaView
from functions.catalog.model.media import LIMITS, Media
from functions.catalog.store.records import CatalogTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.outside.objects import Form
from functions.shared.plain.bodies import load

own_media_api = Api("media")


def _offered(media: Media, form: Form) -> Reply:
    return Reply(OwnMediaOffered.with_form(media, form, min(LIMITS[media.content_type], BUYERS_LIMIT)), 201)


@own_media_api.operation(
    "POST",
    "/v1/media",
    summary="Announce a picture or video for a review and get the form to upload it with",
    permission=SIGNED_IN,
    body=OwnMediaIn,
    response=OwnMediaOffered,
    status=201,
    idempotent=CatalogTable,
    errors=[(413, "file_too_large"), (429, "too_many_uploads")],
)
def post_own_media(req: Request[OwnMediaIn, NoQuery]) -> Reply:
    """The sizes are made as soon as the file is there; then it is `ready` and can be named in a review."""
    sent = req.body
    made = offer_buyers_media(
        sent.filename,
        sent.content_type,
        sent.size,
        actor=req.caller.actor,
        remember=req.remembering(_offered),
        metadata=sent.metadata,
    )
    return _offered(*made)


@own_media_api.operation(
    "GET", "/v1/media/{id}", summary="My picture or video", permission=SIGNED_IN, response=OwnMediaView, errors=[(404, "not_found")]
)
def get_own_media(req: Request[Any, NoQuery]) -> OwnMediaView:
    return OwnMediaView.of(load(Media, own_media_record(req.path["id"], req.caller.id).body))
