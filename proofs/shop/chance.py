"""Chance is the proof's: ids, tokens, keys, nonces and jitter are the same whenever the seed is."""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import botocore.handlers
import pynamodb.connection.base
import pytest
from moto.moto_api._internal import mock_random

from functions.shared.outside.fresh import _Last
from proofs.shop import world


@contextmanager
def seeded(seed: int) -> Iterator[Callable[[], None]]:
    """What it gives begins anew: whoever opened a shop first imported it, too, and imports draw. `opened` begins anew by itself."""
    chance, before, surroundings = random.Random(), random.getstate(), world._surroundings

    def begin() -> None:
        chance.seed(seed)
        random.seed(seed)
        mock_random.seed(seed)
        _Last.moment = -1

    def begun(patch: pytest.MonkeyPatch) -> Any:
        begin()
        return surroundings(patch)

    with pytest.MonkeyPatch.context() as patch:
        # What `secrets`, `uuid` and the system's own chance draw from.
        patch.setattr(os, "urandom", chance.randbytes)
        patch.setattr(random, "_urandom", chance.randbytes)
        patch.setattr(world, "_surroundings", begun)
        # The ids of requests are the wire's: how many there are depends on what is cached for some real minutes.
        for module in (botocore.endpoint, botocore.handlers, pynamodb.connection.base):
            patch.setattr(module, "uuid", SimpleNamespace(uuid4=lambda: uuid.UUID(int=0)))
        try:
            yield begin
        finally:
            random.setstate(before)
