"""Files of other systems as rows of one shape. Pure."""
