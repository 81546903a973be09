"""What the two buttons of a withdrawal are called: the words that the law gives, by language. Pure.

Directive 2011/83/EU, Article 11a(1) and (3), inserted by Directive (EU) 2023/2673: "withdraw from contract here", "confirm withdrawal", or
a corresponding unambiguous formulation. `OWN`: where the words are the shop's own, since the law has no version in that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class WithdrawalLabels:
    language: str
    withdraw: str
    confirm: str
    source: str


_DIRECTIVE = "Directive 2011/83/EU, Article 11a"
LABELS: Mapping[str, WithdrawalLabels] = {
    one.language: one
    for one in (
        WithdrawalLabels("en", "withdraw from contract here", "confirm withdrawal", _DIRECTIVE),
        # There is no Chinese version of the directive: the same, translated.
        WithdrawalLabels("zh", "在此撤回合同", "确认撤回", "OWN"),
        WithdrawalLabels("de", "Vertrag widerrufen", "Widerruf bestätigen", "BGB § 356a"),
        WithdrawalLabels("fr", "renoncer au contrat ici", "confirmer la rétractation", "Code de la consommation, article D221-5"),
        WithdrawalLabels("it", "recedere dal contratto qui", "conferma recesso", "Codice del consumo, articolo 54-bis"),
    )
}
CHINA = {
    "zh": WithdrawalLabels("zh", "七日无理由退货", "确认退货", "消费者权益保护法 Article 25"),
    "en": WithdrawalLabels("en", "return within seven days", "confirm the return", "OWN"),
}


def labels_for(country: str, languages: Iterable[str]) -> WithdrawalLabels:
    """In the first of the languages that there are words for, else in English."""
    known = CHINA if country == "CN" else LABELS
    return next((known[tag] for tag in (one.lower().split("-")[0] for one in languages) if tag in known), known["en"])
