"""Every user pool of moto signs with one published key, which each reads and proves anew. Here it is read once."""

from __future__ import annotations

import json
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from moto.cognitoidp import models

_MODELS: Any = models
_jwk = _MODELS.jwk


def read_the_key_once(patch: pytest.MonkeyPatch) -> None:
    read = cache(lambda told: _jwk.RSAKey.import_key(json.loads(told)))
    patch.setattr(models, "jwk", SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda told: read(json.dumps(told, sort_keys=True)))))
