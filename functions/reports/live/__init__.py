"""The board of today: counters that move with every event, and hours that were counted since."""
