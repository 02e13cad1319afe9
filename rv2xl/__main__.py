"""`python -m rv2xl`: the command line where its own command is not on the path."""

from rv2xl.cli import main

if __name__ == "__main__":  # a worker may import it again
    main()
