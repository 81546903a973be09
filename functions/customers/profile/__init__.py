"""A customer's own record and address book."""
