"""The title book: whom a customer's e-invoices name."""
