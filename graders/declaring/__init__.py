"""What an assignment declares: its questions, its symbols, and what is asked."""
