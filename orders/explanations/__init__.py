"""书面说明: which units owe one for a quarter, until when, what they wrote, and whether it does."""
