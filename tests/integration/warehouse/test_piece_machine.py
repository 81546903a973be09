"""Orders, plans, picks, parcels and returns in any order lose no piece and double none; PROOF_DEPTH=50 runs more, `PIECE_SEED=7` others."""

from __future__ import annotations

import os
from itertools import count

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.warehouse.piece_machine import KINDS, STEPS, Pieces
from tests.support.depth import deep

WANTED = deep(60)
SEED = int(os.environ.get("PIECE_SEED", "1"))
"""The same one gives the same steps every time."""


def test_whatever_happens_to_parcels_no_piece_is_lost_or_doubled() -> None:
    """C02, C03, C08, C09, C10, D11: planned to a shelf, picked, packed, picked short, cancelled, returned and back on sale."""
    STEPS.clear()
    rounds = count(SEED * 1_000_000)
    while len(STEPS) < WANTED or set(STEPS) != KINDS:
        run_state_machine_as_test(
            seed(next(rounds))(Pieces),
            settings=settings(
                max_examples=4, stateful_step_count=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)
            ),
        )
