"""The marketing table: what is known of people for choosing them, segments, campaigns and who was told what."""
