"""The clock: finds what has come due and does it, exactly once."""
