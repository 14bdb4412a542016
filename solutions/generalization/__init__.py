"""Networks with one hidden layer: norms, margins, measures, and bounds on their error."""
