"""A checkout session, whatever protocol it is spoken of in: opened, changed, completed, given up."""
