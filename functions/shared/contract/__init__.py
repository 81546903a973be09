"""The published contract, generated from the operations and the events."""
