"""`python -m anxin`."""

import sys

from anxin.config.cli import main

sys.exit(main())
