"""Values are frozen: nobody changes a price, an answer or a count that somebody else holds."""

from __future__ import annotations

import re
from pathlib import Path

FUNCTIONS = Path(__file__).parents[3] / "functions"
COLLECTS = {
    "aftersales/surveys/forms/results.py",
    "notifications/deliveries/take_turn.py",
    "orders/carts/tax_provider.py",
    "orders/model/parcels/point_parcels.py",
    "orders/planning/offers.py",
    "shared/outside/time_left.py",
}
"""What counts while it is used, and is handed to nobody else."""


def test_every_dataclass_is_frozen() -> None:
    thawed = {
        file.relative_to(FUNCTIONS).as_posix()
        for file in FUNCTIONS.rglob("*.py")
        for options in re.findall(r"^@dataclass(.*)$", file.read_text(), re.MULTILINE)
        if "frozen=True" not in options
    }
    assert thawed == COLLECTS
