"""The simulated provider of the local stage."""

from functions.invoices.providers.sandbox.provider import SandboxFapiao

__all__ = ["SandboxFapiao"]
