"""抽查: a month's completed orders drawn at random so that it can be drawn again, and findings."""
