"""An article in one line, in a reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from functions.content.blocks.schemas import ArticleBrief
from functions.content.model.card import Card, Face
from functions.shared.plain.errors import NotFound
from functions.shared.plain.i18n import best_of
from functions.shared.plain.settings import settings


def live_face(card: Card) -> Face:
    """Raises NotFound."""
    if card.live is None:
        raise NotFound("There is no such article.")
    return card.live


def brief_of(card: Card, wanted: Sequence[str], found_in: str | None = None) -> ArticleBrief:
    face = live_face(card)
    language, is_asked_for = language_of(face, wanted)
    if found_in is not None and found_in != language:
        language, is_asked_for = found_in, best_of([found_in], wanted) is not None
    text = face.texts[language]
    return ArticleBrief(
        id=card.id,
        slug=card.slug,
        title=text.title,
        summary=text.summary,
        category=face.category,
        tags=face.tags,
        language=language,
        fallback=bool(wanted) and not is_asked_for,
        kind=face.kind,
        cover=face.cover or None,
    )


def language_of(face: Face, wanted: Sequence[str]) -> tuple[str, bool]:
    """What the reader gets it in: what they want, else the shop's language, else any; and whether they wanted it."""
    found = best_of(face.texts, wanted)
    if found is not None:
        return found, True
    return best_of(face.texts, [settings().default_language]) or next(iter(face.texts)), False
