"""``python -m dan_van``."""

from dan_van.cli.app import main

if __name__ == "__main__":
    main()
