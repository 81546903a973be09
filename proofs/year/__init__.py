"""A year in minutes: 400 days by the clock with everything that people and schedules do in them, twice, and it ends the same."""

from proofs.year.proof import prove

__all__ = ["prove"]
