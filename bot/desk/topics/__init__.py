"""A staff's group with topics as a desk, for agencies without people before a page: see docs/channels.md."""
