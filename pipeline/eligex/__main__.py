"""`python -m eligex`."""

from eligex.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
