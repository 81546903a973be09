"""Everything that the shop knows of a customer on one page, and what staff note on them."""
