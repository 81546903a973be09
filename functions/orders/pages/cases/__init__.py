"""After-sales cases on the order's page."""
