"""Invoices and credit notes: what was issued, under which number, never changed afterwards."""
