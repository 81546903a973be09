"""A period of the shop on one page: as HTML, as PDF, as a picture; asked for, or mailed to staff."""
