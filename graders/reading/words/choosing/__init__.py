"""Which of several things a text means: an option, yes or no, a player, a layout, a curve."""
