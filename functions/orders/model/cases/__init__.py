"""What people must look at: kinds of cases, when they open and what closes them. Pure."""
