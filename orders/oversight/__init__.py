"""What the supervisor watches over, and a unit of its own: cards, supervisions, raised orders,
appeals; read for pages and files, changing nothing."""
