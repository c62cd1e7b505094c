"""What a reader of the whole catalogue would object to: gaps, and languages that say different things."""
