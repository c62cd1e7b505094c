"""The citizen's side of the desk, as the worker needs it: what is said and done about a message before and after the dialogue."""
