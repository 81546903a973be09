"""Which orders wait for people before anything leaves."""
