"""The commands of `nabla`, one module each: arguments, one call of the library, printing."""
