"""What has to be proven of customers before they may do what is for those alone."""
