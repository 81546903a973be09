"""Monitoring: each alarm of the built templates rings by a fault that is seeded, has its entry in the runbook, and a trace goes through."""

from proofs.monitoring.proof import prove

__all__ = ["prove"]
