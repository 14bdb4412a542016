"""Tables, judged row by row and cell by cell."""
