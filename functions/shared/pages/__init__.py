"""Pages that people open from a mail or by a link: one frame, one style, headers that let nothing in and nothing out."""
