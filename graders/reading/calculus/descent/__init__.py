"""Steps of gradient descent: their iterates, their updates and how the loss changes in them."""
