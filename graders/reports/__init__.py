"""Reports: pure functions that turn a `Report` into text, pages and tables."""
