"""By which clocks the days of a price are counted. Pure."""
