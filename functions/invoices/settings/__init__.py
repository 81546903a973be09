"""The legal entities that sell, and when they issue."""
