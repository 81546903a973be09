"""What arrived lands in the files of its hours, each event once; finished days become one file; who is erased is nowhere in them."""
