"""What stands out in the demands: themes, repeats, districts, hours, flows and unusual rises."""
