"""Tallies: the statistics' own definitions, counted ahead by day, month and year."""
