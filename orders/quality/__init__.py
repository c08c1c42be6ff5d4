"""质检: what a reply is worth by fixed criteria, who scores it, and who sees the score."""
