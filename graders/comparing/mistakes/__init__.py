"""Which mistake makes a reference into what a student wrote."""
