"""The release before and this one side by side: two processes of their own code, one set of tables, whoever comes is served by either."""

from proofs.upgrade.proof import prove

__all__ = ["prove"]
