"""Reports: counted and read at the size of a large shop."""
