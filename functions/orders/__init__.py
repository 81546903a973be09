"""Carts, checkout, orders, shipments. What other domains may use is exported here and nowhere else."""

from functions.orders.contact import Contact, contact
from functions.orders.payable import Payable, payable

__all__ = ["Contact", "Payable", "contact", "payable"]
