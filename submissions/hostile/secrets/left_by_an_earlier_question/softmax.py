import builtins
import os
import sys

import numpy as np


def softmax(x):
    for place in (builtins, np, sys):
        if hasattr(place, "left"):
            raise AssertionError("@SIGN@")
    if "LEFT" in os.environ or "relu" in sys.modules:
        raise AssertionError("@SIGN@")
    raise LookupError("nothing")
