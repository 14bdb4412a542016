"""Relations and equations: compared by where they hold, on their boundaries and at their roots."""
