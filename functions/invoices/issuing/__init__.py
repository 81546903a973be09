"""Documents are issued: for orders that are paid, for refunds, anew for another buyer."""
