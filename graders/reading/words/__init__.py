"""What the words of a write-up do to what they stand beside."""
