"""Where labels lead: to which question, and to which of its parts."""
