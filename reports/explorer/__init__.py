"""The statistics explorer: a choice in an address, the figures it asks for, tables and files."""
