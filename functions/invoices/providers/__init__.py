"""Providers of Chinese e-invoices: the port, how they are found, and the simulated one."""
