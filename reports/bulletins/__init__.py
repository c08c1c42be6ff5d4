"""Bulletins: figures frozen once, composed by rules into one block model, rendered four ways."""
