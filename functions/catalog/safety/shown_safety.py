"""Safety data as an offer shows them."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.model.safety import ProductSafety
from functions.catalog.model.safety_law import languages_of, territory
from functions.catalog.safety.schemas import ContactView, SafetyView, WarningView
from functions.shared.plain.i18n import best_of


def safety_view(safety: ProductSafety | None, languages: Sequence[str], country: str) -> SafetyView | None:
    if safety is None:
        return None
    people = [one for one in safety.responsible_persons if one.country in territory(country)] or safety.responsible_persons
    return SafetyView(
        manufacturer=ContactView.of(safety.manufacturer) if safety.manufacturer else None,
        responsible_persons=[ContactView.of(one) for one in people],
        identifier=safety.identifier or None,
        warnings=_warnings(safety, languages, country),
    )


def _warnings(safety: ProductSafety, languages: Sequence[str], country: str) -> list[WarningView]:
    found = [best_of(safety.warnings, [wanted]) for wanted in (*languages[:1], *languages_of(country))]
    shown = dict.fromkeys([language for language in found if language] or safety.warnings)
    return [WarningView(language=language, text=safety.warnings[language]) for language in shown]
