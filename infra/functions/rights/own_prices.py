"""What it takes to show and to ask prices of whoever asks, and what is there for them."""

from __future__ import annotations

from infra.functions.grants import read, write

OWN_PRICES = (read("pricing", "gsi1"), read("promotions"), read("loyalty"), read("stock", "listed"))
"""Price lists name groups of customers, which promotions know, and levels of members. And what is there of it in their channel."""
BUYS = (read("pricing"), read("promotions"), read("loyalty"))
"""What is asked of a buyer for whom something is priced by staff, or whose order goes on."""
SPENDS = (read("loyalty"), write("loyalty"), read("pricing"))
"""Points, cards and credit, and what price lists ask."""
