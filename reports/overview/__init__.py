"""What leaders look at: one day, its month, and what lies there at the moment, in parts."""
