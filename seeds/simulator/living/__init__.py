"""A city that lives by itself: what everybody does next with an order, whoever writes it down."""
