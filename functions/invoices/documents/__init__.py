"""What an issued document looks like and where it is read: PDF, UBL, the calls of buyers and staff."""
