"""Who is told what, by which medium, when, and in which words.

A verb owes a notice (Outbox); expanding.py makes it deliveries and lines of people's own lists,
sending.py sends what leaves the house.
"""
