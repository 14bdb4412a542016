"""The layers of the wall: each takes something from the process that asks for it, for good."""
