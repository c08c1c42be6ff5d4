"""Late holiday notices and changed limits: read, previewed, confirmed, moved in batches, undone."""
