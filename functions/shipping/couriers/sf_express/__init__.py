"""SF Express by its open platform (丰桥)."""

from functions.shipping.couriers.sf_express.courier import SfExpressCourier

__all__ = ["SfExpressCourier"]
