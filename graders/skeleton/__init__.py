"""An assignment with one question of each kind; change it into your own."""
