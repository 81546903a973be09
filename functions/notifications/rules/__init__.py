"""When messages that nobody waits for are sent, and how many: set by the shop."""
