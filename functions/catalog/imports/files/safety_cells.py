"""Safety data in the columns of a product table, read and written. Pure.

The columns hold the manufacturer, one responsible person, and the warnings of the file's language; what is more than that stands in the
JSON column of the product (cells.FURTHER).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PARTS = {"name": "Name", "address": "Address", "country": "Country", "email": "Email", "url": "URL"}
_MAKER = {part: f"Manufacturer {title}" for part, title in _PARTS.items()}
_RESPONSIBLE = {part: f"Responsible Person {title}" for part, title in _PARTS.items()}
_IDENTIFIER, _WARNINGS, _NO_WARNINGS, _EXEMPT = "Product Identifier", "Safety Warnings", "No Safety Warnings", "Safety Exempt"
SAFETY_COLUMNS = (*_MAKER.values(), *_RESPONSIBLE.values(), _IDENTIFIER, _WARNINGS, _NO_WARNINGS, _EXEMPT)
SAFETY_FIELDS = {
    **{f"manufacturer_{part}": column for part, column in _MAKER.items()},
    **{f"responsible_person_{part}": column for part, column in _RESPONSIBLE.items()},
    "identifier": _IDENTIFIER,
    "safety_warnings": _WARNINGS,
    "no_safety_warnings": _NO_WARNINGS,
    "safety_exempt": _EXEMPT,
}
"""What a caller may map a column of theirs to."""
_YES = ("true", "yes", "1", "y", "ja", "是")


def read_safety(row: Mapping[str, str], language: str) -> dict[str, Any]:
    """Empty where the row says nothing of it."""
    body: dict[str, Any] = {}
    if maker := _contact(row, _MAKER):
        body["manufacturer"] = maker
    if person := _contact(row, _RESPONSIBLE):
        body["responsible_persons"] = [person]
    if identifier := row.get(_IDENTIFIER, "").strip():
        body["identifier"] = identifier
    if warnings := row.get(_WARNINGS, "").strip():
        body["warnings"] = {language: warnings}
    if row.get(_NO_WARNINGS, "").strip().lower() in _YES:
        body["no_warnings"] = True
    if exempt := row.get(_EXEMPT, "").strip():
        body["exempt"] = exempt
    return body


def _contact(row: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    return {part: row[column].strip() for part, column in columns.items() if row.get(column, "").strip()}


def safety_cells(body: Mapping[str, Any], language: str) -> dict[str, str]:
    """The cells of what the columns can say."""
    maker, people = body.get("manufacturer", {}), body.get("responsible_persons", [])
    person = people[0] if len(people) == 1 else {}
    cells = {column: maker.get(part, "") for part, column in _MAKER.items()}
    cells |= {column: person.get(part, "") for part, column in _RESPONSIBLE.items()}
    cells[_IDENTIFIER], cells[_EXEMPT] = body.get("identifier", ""), body.get("exempt", "")
    cells[_WARNINGS] = body.get("warnings", {}).get(language, "")
    cells[_NO_WARNINGS] = "true" if body.get("no_warnings") else ""
    return {column: text for column, text in cells.items() if text}
