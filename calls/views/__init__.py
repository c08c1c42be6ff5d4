"""Pages of the telephone: calls, return calls, the seat, the wallboard."""
