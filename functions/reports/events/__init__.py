"""What browsers and the bus tell, put into the spool: one object a batch."""
