"""Share links of customers and influencers: opened, bought by, and what their owners are due."""
