"""The terms on which goods are taken back, as staff set them; built in until then."""

from __future__ import annotations

from functions.aftersales.model.policy import DEFAULT, CaseRules
from functions.aftersales.store.records import RULES_KEY, RulesRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, transact
from functions.shared.store.versions import check_version, locked_put


def case_rules() -> tuple[CaseRules, int]:
    """And their version; 0 while nobody set them."""
    record = find(RulesRecord, *RULES_KEY)
    if record is None:
        return CaseRules(policies=[DEFAULT]), 0
    return load(CaseRules, record.body), int(record.version)


def set_case_rules(rules: CaseRules, *, if_match: int | None, remember: Remember[CaseRules, int]) -> tuple[CaseRules, int]:
    """Raises VersionConflict (409)."""
    _, version = case_rules()
    check_version(version, if_match)
    pk, sk = RULES_KEY
    record = RulesRecord(pk=pk, sk=sk, kind="rules", version=version + 1, body=dump(rules))
    transact([locked_put(record, version), *remember(rules, version + 1)])
    return rules, version + 1
