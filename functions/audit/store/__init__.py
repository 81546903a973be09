"""The rows, the heads, and what reads and writes them."""
