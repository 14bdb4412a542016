"""Labels within blocks: within a line, at the begin of a line, and in the rows of a table."""
