#!/usr/bin/env python3
"""The installation's command line: `python manage.py help` lists the commands."""

from __future__ import annotations

import os
import sys
import warnings


def main() -> None:
    """Run one command; a wrong setting ends it with one sentence."""
    # Said by a package of a package of Rasa at each start; setuptools is held at a version that still has it.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
    from bot.environment import InvalidSetting

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except InvalidSetting as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
