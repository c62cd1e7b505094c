"""Measurements of the assistant next to what it could have been; `make bench-model` runs them."""

import os
import warnings

# TensorFlow and a package of a package of Rasa would greet at each start.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
