"""The simulated courier of the local stage."""

from functions.shipping.couriers.sandbox.courier import SandboxCourier

__all__ = ["SandboxCourier"]
