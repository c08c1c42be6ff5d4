"""A what-if of a scenario's hotline for people and programs: figures, words, charts."""
