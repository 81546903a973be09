"""Warehouses that an outside system (WMS) runs: it is told what to pick, and answers."""
