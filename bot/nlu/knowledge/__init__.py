"""Finds the service, the FAQ or the life event that a message is about, in the live catalogue of one agency."""
