"""What leaves the house: one small interface, and an adapter for each kind of other side."""
