"""The transformer as an ONNX graph (BERT, Devlin 2019, post-norm), computed in 8-bit integers.

Activations become 8-bit integers while it runs. Each 32 of them have a scale, as their weights do, except where it makes little difference:
what the attention looks for has one scale for all tokens of a sentence, and weights of 8 bits, which takes a third of the time. A sentence
is therefore computed alone, so that its embedding does not hang on others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.model_file import Blocks, Matrix, ModelFile

INPUT = "tokens"
# The sentence embedding, and of a layer in the middle the mean and the largest value of each dimension: the last layers bring together what
# sentences are about, and let go of how they say it.
OUTPUTS = ("mean", "middle", "largest")
# Two products of an unsigned byte and a weight of at most 63 fit into 16 bits; with 127 processors that have no VNNI would cut the sum off,
# and the same sentence would have another embedding on them.
_LARGEST = 63
# MatMulNBits: activations as 8-bit integers.
_IN_BYTES = 4
_OPERATORS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
_IR_VERSION = 9


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def microsoft(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        return self.node(operator, inputs, output, domain="com.microsoft", **attributes)

    def coarse(self, source: str, weights: Matrix, bias: Matrix, output: str) -> str:
        """A linear layer with one scale for all activations, and one for each row of weights."""
        scales = np.maximum(np.abs(weights).max(axis=1), 1e-12) / _LARGEST
        whole = np.rint(weights / scales[:, None]).astype(np.int8)
        constants = [
            self.constant(f"{output}.w", whole.T),
            self.constant(f"{output}.s", scales.astype(np.float32)),
            self.constant(f"{output}.z", np.zeros(len(scales), np.int8)),
            self.constant(f"{output}.b", bias),
        ]
        return self.microsoft("DynamicQuantizeMatMul", [source, *constants], output)

    def fine(self, source: str, blocks: Blocks, bias: Matrix, output: str) -> str:
        """A linear layer with a scale for each block of activations and of weights, which stay as they are stored."""
        rows, count, size = blocks.values.shape
        # ONNX Runtime has neighbours in one byte, the file has weights that lie half a block apart.
        halves = blocks.values.reshape(rows, count, size // 2, 2)
        constants = [
            self.constant(f"{output}.w", halves[..., 0] | (halves[..., 1] << 4)),
            self.constant(f"{output}.s", blocks.scales.reshape(-1)),
        ]
        sizes = {"K": count * size, "N": rows, "bits": 4, "block_size": size, "accuracy_level": _IN_BYTES}
        product = self.microsoft("MatMulNBits", [source, *constants], f"{output}.product", **sizes)
        return self.node("Add", [product, self.constant(f"{output}.b", bias)], output)


def build(model: ModelFile) -> bytes:
    """The graph, serialised: from the sums of word and place (1, tokens, dimensions) to `OUTPUTS`, each (1, dimensions)."""
    sizes = model.sizes
    middle = sizes.layers * 2 // 3 - 1
    mean, middle_mean, middle_largest = OUTPUTS
    graph = _Graph()

    def norm(name: str) -> list[str]:
        return [graph.constant(f"{name}.{part}", model.numbers(f"{name}.{part}")) for part in "wb"]

    def coarse(source: str, names: tuple[str, ...], output: str) -> str:
        weights = np.concatenate([model.blocks(f"{name}.w", sizes.dimensions).floats() for name in names])
        return graph.coarse(source, weights, np.concatenate([model.numbers(f"{name}.b") for name in names]), output)

    def fine(source: str, name: str, columns: int, output: str) -> str:
        return graph.fine(source, model.blocks(f"{name}.w", columns), model.numbers(f"{name}.b"), output)

    axes = graph.constant("axes", np.array([1], dtype=np.int64))
    state = graph.node("LayerNormalization", [INPUT, *norm("emb.ln")], "state", epsilon=sizes.epsilon, axis=-1)
    for layer in range(sizes.layers):
        own = f"l{layer}"
        coarse(state, (f"{own}.q", f"{own}.k", f"{own}.v"), f"{own}.qkv")
        parts = [f"{own}.{part}" for part in ("query", "key", "value")]
        graph.nodes.append(helper.make_node("Split", [f"{own}.qkv"], parts, axis=-1, num_outputs=3))
        seen = graph.microsoft("MultiHeadAttention", parts, f"{own}.seen", num_heads=sizes.heads)
        attended = fine(seen, f"{own}.ao", sizes.dimensions, f"{own}.attended")
        state = graph.microsoft("SkipLayerNormalization", [state, attended, *norm(f"{own}.aln")], f"{own}.middle", epsilon=sizes.epsilon)
        inner = fine(state, f"{own}.fi", sizes.dimensions, f"{own}.inner")
        bent = graph.microsoft("Gelu", [inner], f"{own}.bent")
        outer = fine(bent, f"{own}.fo", sizes.inner, f"{own}.outer")
        state = graph.microsoft("SkipLayerNormalization", [state, outer, *norm(f"{own}.oln")], f"{own}.state", epsilon=sizes.epsilon)
        if layer == middle:
            graph.node("ReduceMean", [state, axes], middle_mean, keepdims=0)
            graph.node("ReduceMax", [state, axes], middle_largest, keepdims=0)
    graph.node("ReduceMean", [state, axes], mean, keepdims=0)

    source = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", sizes.dimensions])
    targets = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, sizes.dimensions]) for name in OUTPUTS]
    whole = helper.make_graph(graph.nodes, "multilingual-e5-small", [source], targets, graph.constants)
    serialised: bytes = helper.make_model(whole, opset_imports=_OPERATORS, ir_version=_IR_VERSION).SerializeToString()
    return serialised
