"""要情: like demands that come together are seen by the clock, told at once, and dealt with."""
