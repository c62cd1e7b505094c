"""Measurements of the assistant next to what it could have been; `make bench` and `make bench-model` run them."""

import os
import warnings

# TensorFlow and packages of Rasa and spaCy would greet at each start.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
warnings.filterwarnings("ignore", message=r"Dictionary\.create\(\) is deprecated", category=DeprecationWarning)
