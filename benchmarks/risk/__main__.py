"""Precision and recall of the rules of risk on a labelled set of made-up orders, by rule set and by rule.

python -m benchmarks.risk [--seed 1]. Precision: of those that are held or declined, how many are frauds. Recall: of the frauds, how many
are held or declined. Nothing is acted on while the orders are replayed, so a fraud is not stopped by the one before it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping

from benchmarks.risk.people import Label, world_of
from benchmarks.risk.replay import replayed
from functions.payments.model.risk.facts import RiskFacts
from functions.payments.model.risk.score import Verdict, score_of
from functions.payments.model.risk.settings import RULES, RiskSettings

_PROVIDER = ("provider_elevated", "provider_highest", "card_country", "card_country_of_new", "velocity_card")
RULE_SETS: Mapping[str, RiskSettings] = {
    "built in": RiskSettings(),
    "strict (hold 40, decline 70)": RiskSettings(hold=40, decline=70),
    "lenient (hold 60, decline 95)": RiskSettings(hold=60, decline=95),
    "nothing from the provider": RiskSettings(rules=dict.fromkeys(_PROVIDER, (1, 0))),
    "provider's signs alone": RiskSettings(rules={code: (1, 0) for code in RULES if code not in _PROVIDER}),
}
ACCEPTED = 0.85
FOUND = 0.7


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def measured(chosen: Iterable[str], labels: Mapping[str, Label]) -> tuple[float, float, int]:
    """(precision, recall, how many)"""
    picked = list(chosen)
    right, frauds = sum(labels[one].is_fraud for one in picked), sum(one.is_fraud for one in labels.values())
    return share(right, len(picked)), share(right, frauds), len(picked)


def verdicts_of(facts: Mapping[str, RiskFacts], settings: RiskSettings) -> dict[str, Verdict]:
    return {order: score_of(one, settings).verdict for order, one in facts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    happened, labels = world_of(seed)
    facts = replayed(happened, RiskSettings())
    frauds = sum(one.is_fraud for one in labels.values())
    print(f"{len(labels)} orders in {len(happened)} happenings (seed {seed}), {frauds} of them frauds ({share(frauds, len(labels)):.1%})")
    print(f"\n{'rule set':32} {'held or declined':>28} {'declined':>28}\n{'':32} {'prec.':>9} {'recall':>9} {'orders':>8} {'prec.':>9}")
    for name, settings in RULE_SETS.items():
        found = verdicts_of(facts, settings)
        _row(name, labels, [one for one in found if found[one] is not Verdict.ACCEPT], [o for o in found if found[o] is Verdict.DECLINE])
    built_in = RULE_SETS["built in"]
    reasons = {order: score_of(one, built_in).reasons for order, one in facts.items()}
    print(f"\n{'rule':32} {'prec.':>9} {'recall':>9} {'orders':>8}")
    for code in RULES:
        _row(code, labels, [order for order, found in reasons.items() if code in found])
    found = verdicts_of(facts, built_in)
    print(f"\n{'people':32} {'orders':>9} {'held':>9} {'declined':>9}")
    for kind, number in sorted(Counter(one.kind for one in labels.values()).items(), key=lambda one: -one[1]):
        is_fraud = any(one.is_fraud for one in labels.values() if one.kind == kind)
        verdicts = Counter(found[order] for order, one in labels.items() if one.kind == kind)
        held, declined = verdicts[Verdict.HOLD], verdicts[Verdict.DECLINE]
        print(f"{kind + (' (fraud)' if is_fraud else ''):32} {number:9} {share(held, number):9.1%} {share(declined, number):9.1%}")
    precision, recall, _ = measured((one for one in found if found[one] is not Verdict.ACCEPT), labels)
    if precision < ACCEPTED or recall < FOUND:
        raise SystemExit(f"precision {precision:.2f} of {ACCEPTED} allowed, recall {recall:.2f} of {FOUND}")


def _row(name: str, labels: Mapping[str, Label], *chosen: list[str]) -> None:
    cells = [measured(one, labels) for one in chosen]
    print(f"{name:32} " + " ".join(f"{precision:9.3f} {recall:9.3f} {number:8}" for precision, recall, number in cells))


if __name__ == "__main__":
    main()
