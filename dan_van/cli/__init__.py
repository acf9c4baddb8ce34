"""The command line ``dan-van``: one module a command; each parses, calls the library, prints."""
