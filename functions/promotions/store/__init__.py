"""The promotions table: its records, what reads them, the writes that several rooms share."""
