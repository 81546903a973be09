"""Cases on the page of their order."""
