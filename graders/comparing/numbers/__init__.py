"""Numbers: judged by their digits, and by the student's own earlier ones."""
