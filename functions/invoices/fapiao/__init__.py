"""Chinese e-invoices: requested, sent to their provider, taken back; what buyers and staff see of them."""
