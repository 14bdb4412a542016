"""`python -m graders` is `nabla`."""

import sys

from graders.cli import main

sys.exit(main())
