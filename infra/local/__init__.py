"""Runs the whole shop on one machine: the real template on MiniStack, the front door, and the simulated outside world."""
