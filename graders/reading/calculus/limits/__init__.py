"""What a passage says of limits and of infinity."""
