"""What several functions of a domain may do, where that is a page of its own."""
