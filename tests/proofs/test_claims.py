"""P01, P02, P05, P13: a small one of each proof (`make prove` goes further)."""

from __future__ import annotations

import pytest

from proofs.claim import Asked
from proofs.run import CLAIMS, told


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_small_proof_of_each_claim(claim: str) -> None:
    assert told(Asked(claim)).wrong == []
