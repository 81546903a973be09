"""Files that callers announce and then post."""
