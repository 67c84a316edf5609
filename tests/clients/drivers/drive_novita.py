"""Runs Novita's own command line as its entry point does, but against another address, which it has no option for."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import sys

from novita_cli.core import client
from novita_cli.novita_cli import main

_, client.BASE_URL, *arguments = sys.argv
sys.argv = ["novita", *arguments]
main()
