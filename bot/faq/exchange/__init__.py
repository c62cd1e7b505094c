"""An agency's FAQ as a table or a YAML file, out and in."""
