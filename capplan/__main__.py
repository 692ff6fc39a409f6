"""`python -m capplan`: the command line where .exe files are blocked."""

from capplan.cli import main

main()
