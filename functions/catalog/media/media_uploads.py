"""Media from the promise of an upload to the finished item."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta

from functions.catalog.model.media import LIMITS, MEBIBYTE, ORIGINAL, WIDTHS, Media, MediaStatus, Rendition, public_key, upload_key
from functions.catalog.store.media_records import MEDIA_INDEX, MEDIA_SK, MediaRecord, UploadsRecord, media_pk
from functions.catalog.store.media_settings import media_settings
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh, objects
from functions.shared.outside.objects import Form
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, NotFound, PayloadTooLarge, TooManyRequests
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.shards import place
from functions.shared.store.transactions import Delete, Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update

FORM_LASTS = timedelta(hours=1)
BUYERS_LIMIT, BUYERS_UPLOADS = 50 * MEBIBYTE, 60
_HOUR = 3600
_FOREVER = "public, max-age=31536000, immutable"
_EXTENSIONS = {"video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov"}
_FIRST_BYTES = 32


@dataclass(frozen=True)
class Notes:
    """What integrations keep on it: the one is public, the other for staff only."""

    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)


NO_NOTES = Notes()


def offer_media(
    filename: str,
    content_type: str,
    size: int,
    alt: dict[str, str],
    *,
    actor: Actor,
    remember: Remember[Media, Form],
    notes: Notes = NO_NOTES,
) -> tuple[Media, Form]:
    """The item that waits for its file, and the form to send it with. Raises PayloadTooLarge (413 `file_too_large`)."""
    return _offer(filename, content_type, size, alt, actor=actor, remember=remember, limit=LIMITS[content_type], owner=None, notes=notes)


def offer_buyers_media(
    filename: str,
    content_type: str,
    size: int,
    *,
    actor: Actor,
    remember: Remember[Media, Form],
    metadata: dict[str, str] | None = None,
) -> tuple[Media, Form]:
    """The same for a buyer's own picture or video, for a review. Raises also TooManyRequests (429 `too_many_uploads`)."""
    limit = min(LIMITS[content_type], BUYERS_LIMIT)
    now = clock.now()
    count = UploadsRecord.announced
    full = TooManyRequests(f"{BUYERS_UPLOADS} files a day are the most.", retry_after=_HOUR, code="too_many_uploads")
    day = Update(
        UploadsRecord,
        f"BUYER#{actor.id}",
        f"UPLOADS#{now:%Y-%m-%d}",
        [count.add(1), UploadsRecord.kind.set("uploads"), UploadsRecord.ttl.set(int((now + timedelta(days=2)).timestamp()))],
        count.does_not_exist() | (count < BUYERS_UPLOADS),
        full,
    )

    def kept(media: Media, form: Form) -> list[Write]:
        # By this what they uploaded is found when they are forgotten.
        theirs = UploadsRecord(pk=f"BUYER#{actor.id}", sk=f"MEDIA#{media.id}", kind="media_of")
        return [day, put_new(theirs), *remember(media, form)]

    return _offer(filename, content_type, size, {}, actor=actor, remember=kept, limit=limit, owner=actor.id, notes=Notes(metadata or {}))


def _offer(
    filename: str,
    content_type: str,
    size: int,
    alt: dict[str, str],
    *,
    actor: Actor,
    remember: Remember[Media, Form],
    limit: int,
    owner: str | None,
    notes: Notes,
) -> tuple[Media, Form]:
    if size > limit:
        raise PayloadTooLarge(f"At most {limit // 1024 // 1024} MB.", code="file_too_large", max_size=limit)
    media = Media(fresh.new_id("med"), filename, content_type, times.iso(clock.now()), actor.id, alt, **vars(notes))
    form = objects.upload_form(upload_key(media.id), content_type=content_type, max_size=limit, lasts=FORM_LASTS)
    record = MediaRecord(pk=media_pk(media.id), sk=MEDIA_SK, kind="media", body=dump(media))
    record.listed_pk, record.listed_sk = place(MEDIA_INDEX, media.id)
    record.status, record.owner = media.status.value, owner
    transact([put_new(record), *remember(media, form)])
    return media, form


def own_media_record(media_id: str, customer_id: str) -> MediaRecord:
    """Raises NotFound, also for what somebody else uploaded."""
    record = media_record(media_id)
    if record.owner != customer_id:
        raise NotFound("There is no such image or video.")
    return record


def media_record(media_id: str) -> MediaRecord:
    """Raises NotFound."""
    record = find(MediaRecord, media_pk(media_id), MEDIA_SK) if ids.is_id("med", media_id) else None
    if record is None:
        raise NotFound("There is no such image or video.")
    return record


def finish_media(media_id: str, remember: Remember[Media, int] = lambda *_: []) -> tuple[Media, int]:
    """The item with its sizes, or rejected with the reason. Done once; again gives what is there. Raises Conflict (409 `file_missing`)."""
    record = media_record(media_id)
    media, version = load(Media, record.body), int(record.version)
    if media.status is not MediaStatus.AWAITING_UPLOAD:
        if writes := remember(media, version):
            transact(writes)
        return media, version
    size = objects.size_of(upload_key(media_id))
    if size is None:
        raise Conflict("The file has not been uploaded yet.", code="file_missing")
    done = _video(media, size) if media.is_video else _image(media, size)
    if done.status is MediaStatus.REJECTED:
        objects.delete_object(upload_key(media_id))
    actions = [MediaRecord.body.set(dump(done)), MediaRecord.version.set(version + 1), MediaRecord.status.set(done.status.value)]
    update = locked_update(MediaRecord, record.pk, MEDIA_SK, actions, version)
    try:
        transact([update, *remember(done, version + 1)])
    except Overtaken:
        # Somebody else finished it in this moment, from the same bytes to the same objects.
        return finish_media(media_id, remember)
    return done, version + 1


def delete_media(media_id: str, *, remember: list[Write]) -> None:
    """Raises NotFound, Conflict (409 `media_in_use`)."""
    record = media_record(media_id)
    in_use = Conflict("Products still show it.", code="media_in_use")
    transact([Delete(record, MediaRecord.uses == 0, in_use), *remember])
    for key in (upload_key(media_id), *(one.key for one in load(Media, record.body).renditions)):
        objects.delete_object(key)


def _image(media: Media, size: int) -> Media:
    from functions.catalog.media.media_sizes import NotUsable, make_sizes

    data = objects.get_object(upload_key(media.id)) if 0 < size <= LIMITS[media.content_type] else None
    if not data:
        return _rejected(media, size)
    renditions = []
    try:
        for sized in make_sizes(data, WIDTHS, animation=media_settings()[0].animation):
            key = public_key(media.id, f"{sized.edge}.{sized.content_type.removeprefix('image/')}")
            objects.put_object(key, sized.data, sized.content_type, cache=_FOREVER)
            renditions.append(Rendition(str(sized.edge), key, sized.content_type, len(sized.data), sized.width, sized.height))
    except NotUsable as error:
        return replace(media, status=MediaStatus.REJECTED, reason=error.code)
    return _ready(media, sorted(renditions, key=lambda one: int(one.size)))


def _video(media: Media, size: int) -> Media:
    """Taken as it is, if it begins like a video."""
    if not 0 < size <= LIMITS[media.content_type]:
        return _rejected(media, size)
    first = objects.get_object(upload_key(media.id), last=_FIRST_BYTES - 1) or b""
    if first[4:8] != b"ftyp" and not first.startswith(b"\x1a\x45\xdf\xa3"):
        return replace(media, status=MediaStatus.REJECTED, reason="not_a_video")
    key = public_key(media.id, f"{ORIGINAL}.{_EXTENSIONS[media.content_type]}")
    objects.copy_object(upload_key(media.id), key, media.content_type, cache=_FOREVER)
    return _ready(media, [Rendition(ORIGINAL, key, media.content_type, size)])


def _ready(media: Media, renditions: list[Rendition]) -> Media:
    return replace(media, status=MediaStatus.READY, renditions=tuple(renditions))


def _rejected(media: Media, size: int) -> Media:
    return replace(media, status=MediaStatus.REJECTED, reason="file_too_large" if size else "empty_file")
