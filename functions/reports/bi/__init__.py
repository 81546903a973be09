"""Files for tools of business intelligence, made each night."""
