"""The labels that students write, whatever the sheet asks: their grammar, and where they stand."""
