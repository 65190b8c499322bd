"""`python -m careworld` is the command `careworld`."""

from careworld.cli import main

if __name__ == "__main__":
    main()
