"""How fast stock is sold, and how long it lasts."""
