"""The system of somebody who runs a warehouse for the shop."""
