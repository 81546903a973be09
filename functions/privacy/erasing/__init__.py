"""A person is forgotten: everywhere, and so that nothing that arrives later brings them back."""
