"""The markets the shop sells in."""
