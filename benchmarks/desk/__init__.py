"""The desk under load: many open conversations, many operators with their pages open; `make bench-desk`."""
