"""Kuaidi100: follows parcels of most Chinese carriers."""

from functions.shipping.couriers.kuaidi100.courier import Kuaidi100Courier

__all__ = ["Kuaidi100Courier"]
