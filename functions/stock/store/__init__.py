"""The stock table: its records, and the writes that move stock."""
