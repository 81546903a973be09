"""The catalogue table: its records, what reads them, the writes that edits share."""
