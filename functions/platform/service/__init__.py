"""Is the shop well, and what can it do: health and the published contract."""
