"""Numbers as students print them: read, found in sentences, torn by scans, said twice."""
