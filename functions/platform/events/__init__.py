"""From tables' streams to the bus."""
