"""`python -m graders.gradescope /autograder`: what `run_autograder` becomes."""

import sys
from pathlib import Path

from graders.gradescope.supervising import main

main(Path(sys.argv[1]))
