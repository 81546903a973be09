"""Images and videos: uploaded by staff, seen by everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.catalog.media.list_media import list_media
from functions.catalog.media.media_uploads import delete_media, finish_media, media_record, offer_media
from functions.catalog.media.note_media import note_media
from functions.catalog.media.schemas import BytesQuery, MediaIn, MediaOffered, MediaPage, MediaSettingsModel, MediaSettingsView, MediaView
from functions.catalog.model.media import Media, MediaSettings
from functions.catalog.store.media_settings import media_settings, set_media_settings
from functions.catalog.store.records import CatalogTable
from functions.shared.documents.document import Document
from functions.shared.http.notes import NotesPatch
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside.objects import Form, public_url
from functions.shared.plain.bodies import load
from functions.shared.plain.errors import NotFound

media_api = Api("media")

_MISSING = (404, "not_found")
_LINK = timedelta(hours=1)


def _reply(media: Media, version: int) -> Reply:
    return Reply(MediaView.of(media, version), etag=str(version))


def _offered(media: Media, form: Form) -> Reply:
    return Reply(MediaOffered.with_form(media, form), 201, etag="1")


@media_api.operation(
    "POST",
    "/v1/admin/media",
    summary="Announce an image or video and get the form to upload it with",
    permission="catalog.write",
    body=MediaIn,
    response=MediaOffered,
    status=201,
    idempotent=CatalogTable,
    errors=[(413, "file_too_large")],
)
def post_media(req: Request[MediaIn, NoQuery]) -> Reply:
    """The sizes are made as soon as the file is there."""
    sent = req.body
    made = offer_media(
        sent.filename,
        sent.content_type,
        sent.size,
        sent.alt or {},
        actor=req.caller.actor,
        remember=req.remembering(_offered),
        notes=sent.notes(),
    )
    return _offered(*made)


@media_api.operation(
    "GET", "/v1/admin/media", summary="Images and videos, newest first", permission="catalog.read", query=PageQuery, response=MediaPage
)
def get_media_list(req: Request[Any, PageQuery]) -> MediaPage:
    return MediaPage.of(list_media(limit=req.query.limit, cursor=req.query.cursor))


@media_api.operation(
    "GET", "/v1/admin/media/{id}", summary="One image or video", permission="catalog.read", response=MediaView, errors=[_MISSING]
)
def get_media(req: Request[Any, NoQuery]) -> Reply:
    record = media_record(req.path["id"])
    return _reply(load(Media, record.body), int(record.version))


@media_api.operation(
    "POST",
    "/v1/admin/media/{id}/complete",
    summary="Make the sizes of an uploaded file at once",
    permission="catalog.write",
    response=MediaView,
    idempotent=CatalogTable,
    errors=[_MISSING, (409, "file_missing")],
)
def post_complete(req: Request[Any, NoQuery]) -> Reply:
    """Not needed where uploads are noticed by themselves; does nothing twice."""
    return _reply(*finish_media(req.path["id"], req.remembering(_reply)))


@media_api.operation(
    "PATCH",
    "/v1/admin/media/{id}",
    summary="Keep notes on an image or video",
    permission="catalog.write",
    body=NotesPatch,
    response=MediaView,
    idempotent=CatalogTable,
    headers=("If-Match",),
    errors=[_MISSING, (409, "version_conflict")],
)
def patch_media(req: Request[NotesPatch, NoQuery]) -> Reply:
    """Buyers' own ones too; what they see of them is the public part."""
    noted = note_media(
        req.path["id"],
        req.body.notes(),
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(*noted)


@media_api.operation(
    "DELETE",
    "/v1/admin/media/{id}",
    summary="Delete an image or video that no product shows",
    permission="catalog.write",
    status=204,
    idempotent=CatalogTable,
    errors=[_MISSING, (409, "media_in_use")],
)
def delete_one(req: Request[Any, NoQuery]) -> Reply:
    delete_media(req.path["id"], remember=[*req.remember(Reply(status=204))])
    return Reply(status=204)


@media_api.operation(
    "GET",
    "/v1/media/{id}/{size}",
    summary="The bytes of an image or video",
    status=302,
    query=BytesQuery,
    errors=[_MISSING],
    cache="public, max-age=300",
)
def get_bytes(req: Request[Any, BytesQuery]) -> Reply:
    """Forwards to where they are; the place changes, this address does not."""
    media = load(Media, media_record(req.path["id"]).body)
    takes_avif = "image/avif" in req.headers.get("accept", "")
    wanted = f"image/{req.query.format or ('avif' if takes_avif else 'webp')}"
    found = media.rendition(req.path["size"], wanted)
    if found is None:
        raise NotFound("There is no such size.")
    return Reply(status=302, headers={"Location": public_url(found.key, lasts=_LINK), "Vary": "Accept"})


def _settings_reply(found: MediaSettings, version: int) -> Reply:
    return Reply(MediaSettingsView(animation=found.animation, version=version), etag=str(version))


_settings = Document("media", _settings_reply, lambda: _settings_reply(*media_settings()))


@media_api.operation(
    "GET", "/v1/admin/media_settings", summary="How uploads are treated", permission="catalog.read", response=MediaSettingsView
)
def get_media_settings(_: Request[Any, NoQuery]) -> Reply:
    return _settings_reply(*media_settings())


@media_api.operation(
    "PUT",
    "/v1/admin/media_settings",
    summary="Say how uploads are treated",
    permission="catalog.write",
    body=MediaSettingsModel,
    response=MediaSettingsView,
    idempotent=CatalogTable,
    errors=[(409, "version_conflict")],
)
def put_media_settings(req: Request[MediaSettingsModel, NoQuery]) -> Reply:
    """For files taken in from now on; those there are stay."""
    wanted = MediaSettings(req.body.animation)
    made = set_media_settings(wanted, if_match=req.if_match(), remember=_settings.remembering(req))
    return _settings_reply(*made)


_settings.restored_by(
    media_api,
    put_media_settings,
    "/v1/admin/media_settings",
    body=MediaSettingsModel,
    response=MediaSettingsView,
    permission="catalog.write",
    idempotent=CatalogTable,
)
