"""Gift cards and customers' credit: issued, switched, topped up, paid out, ended by the clock, and what of them is owed."""
