"""What a rule names of the catalogue must be there: a rule for a category that nobody has would wait for ever, in silence."""

from __future__ import annotations

from functions.catalog import Named, missing_of
from functions.promotions.model.rule import Rule
from functions.shared.plain.errors import Fault, Invalid


def check_references(rule: Rule, *, root: str = "") -> None:
    """Raises Invalid (422): `unknown_product`, `unknown_category`, `unknown_brand`, `unknown_variant`, each at its place."""
    scope = rule.scope
    named = {
        "/scope/products": Named("product", scope.products),
        "/scope/excluded_products": Named("product", scope.excluded_products),
        "/scope/categories": Named("category", scope.categories),
        "/scope/brands": Named("brand", scope.brands),
        "/gifts": Named("variant", frozenset(rule.gifts)),
        "/components": Named("variant", frozenset(one for one, _ in rule.components)),
    }
    faults = [
        Fault(root + pointer, f"unknown_{named[pointer].kind}", "Not there: " + ", ".join(sorted(missing)))
        for pointer, missing in missing_of(named).items()
        if missing
    ]
    if faults:
        raise Invalid("The rule names what is not there.", faults=faults, code=faults[0].code)
