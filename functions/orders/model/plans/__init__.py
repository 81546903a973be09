"""From which warehouses an order is sent, and by whom: pure, so that the same order, shelves and prices give the same plan."""
