"""People write the waybills and report the trace: own drivers, or a courier that nobody wrote an adapter for."""

from functions.shipping.couriers.manual.courier import ManualCourier

__all__ = ["ManualCourier"]
