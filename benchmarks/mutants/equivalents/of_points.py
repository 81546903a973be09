"""Of points: what an order used, and the ledger."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_POINTS = (
    Equivalent(
        ("points",),
        "lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, 0))) for line_id, line in self.lines.items()}",
        ("lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, -1))) for line_id, line in self.lines.items()}",),
        "of a line with -1 pieces all goes back, as of one with none",
    ),
    Equivalent(
        ("points_ledger",),
        "if points > 0:",
        ("if points >= 0:", "if points > -1:"),
        "nobody is given or loses 0: staff who ask for it are refused (`no_points`)",
    ),
)
