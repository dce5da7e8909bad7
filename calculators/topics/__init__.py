"""One file a topic: its quantities, the relations between them, and what its command offers."""
