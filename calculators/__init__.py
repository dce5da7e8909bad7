"""What can be worked out: quantities, the relations between them, and the engine."""
