"""Days of the store, counted from the files of their hours, and read by reports."""
