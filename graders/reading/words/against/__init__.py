"""What words do to what they stand beside: deny it, doubt it, take it back or suppose it."""
