"""Image transforms in place of torchvision's, as far as homework needs them.

What counts is what becomes of size, type and range, and what fails as it does there. What happens
by chance happens always. A change of colours, and any other that keeps sizes, is a shift of the
rows by its own number, so that the colours of an image can be found again in what is made of it.
"""

from .library import DEVIATION, MEAN, library, models_library
from .pipelines import steps_of

__all__ = ["DEVIATION", "MEAN", "library", "models_library", "steps_of"]
