"""A write-up as blocks: headings, paragraphs, formulas, tables and code, each with its line."""
