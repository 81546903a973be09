"""EasyPost: labels and tracking of carriers in North America and elsewhere."""

from functions.shipping.couriers.easypost.courier import EasyPostCourier

__all__ = ["EasyPostCourier"]
