"""The whole way of a message, from the platform's webhook call to the call of the platform's API, ours next to stock Rasa; `make bench`."""
