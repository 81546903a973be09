"""P01, P02, P03, P05, P13, X43: a small one of each proof (`make prove` goes further), in a process of its own: they turn its clock."""

from __future__ import annotations

import subprocess
import sys

from proofs.claim import ROOT
from proofs.run import CLAIMS, SERVED


def test_a_small_proof_of_each_claim() -> None:
    """P01, P02, P03, P05, P13, X43"""
    ran = subprocess.run([sys.executable, "-m", "proofs.run", "--small"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "NOT PROVEN" not in ran.stdout, ran.stdout
    assert ran.stdout.count("PROVEN") == len(CLAIMS) - len(SERVED), ran.stdout + ran.stderr
    assert ran.returncode == 0
