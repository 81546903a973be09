"""Staff say on which terms goods are taken back, and with whom."""

from __future__ import annotations

from functions.aftersales.model.policy import CaseRules
from functions.aftersales.store.rules import set_case_rules
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember
from functions.shipping import Ability, carrier, writer_of


def set_policies(rules: CaseRules, *, if_match: int | None, remember: Remember[CaseRules, int]) -> tuple[CaseRules, int]:
    """Raises Invalid (422 `unknown_carrier`; `waybill_required`: the carrier's waybills are written by hand), VersionConflict (409)."""
    if rules.label:
        found = carrier(rules.label.carrier, pointer="/label/carrier")
        if not writer_of(found).able(Ability.WAYBILL):
            raise Invalid.field("/label/carrier", "waybill_required", "This carrier's waybills are written by hand.")
        if rules.label.service and found.services and found.service(rules.label.service) is None:
            raise Invalid.field("/label/service", "unknown_service", "The carrier has no such service.")
    return set_case_rules(rules, if_match=if_match, remember=remember)
