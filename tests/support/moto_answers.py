"""moto looks for each of ten possible types in every attribute of every item of an answer, under several names: a fifth of the time of a
test. Here texts and numbers, which it has in the form of the answer already, are left as they are."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core.serialize import BaseJSONSerializer

_serialize = BaseJSONSerializer._serialize_type_structure


def leave_texts_and_numbers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BaseJSONSerializer, "_serialize_type_structure", _serialized)


def _serialized(self: Any, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
    if shape.name == "AttributeValue" and len(value) == 1 and ("S" in value or "N" in value):
        serialized[key] = value
    else:
        _serialize(self, serialized, value, shape, key)
