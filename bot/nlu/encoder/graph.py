"""The transformer as an ONNX graph (BERT, Devlin 2019, post-norm), computed in 8-bit integers.

Activations become 8-bit integers while it runs, with one scale for all tokens of a sentence, so a sentence is computed alone: its embedding
does not hang on others. Before that the dimensions are brought near to each other by `ranges.divisors`, and the units of the inner layer
that reach furthest are left in floats.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.model_file import Matrix, ModelFile
from bot.nlu.encoder.ranges import OUTLIERS, Ranges, divisors

INPUT = "tokens"
# The sentence embedding, and of a layer in the middle the mean and the largest value of each dimension: the last layers bring together what
# sentences are about, and let go of how they say it.
OUTPUTS = ("mean", "middle", "largest")
# Two products of an unsigned byte and a weight of at most 63 fit into 16 bits; with 127 processors that have no VNNI would cut the sum off,
# and the same sentence would have another embedding on them.
_LARGEST = 63
_OPERATORS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
_IR_VERSION = 9


@dataclass(frozen=True)
class _Linear:
    """A linear map as the model has it: weights (rows, columns), and the bias (rows,)."""

    weights: Matrix
    bias: Matrix

    @classmethod
    def read(cls, model: ModelFile, columns: int, *names: str) -> _Linear:
        """One map, or several of the same input as one."""
        weights = [model.weights(f"{name}.w", columns) for name in names]
        return cls(np.concatenate(weights), np.concatenate([model.numbers(f"{name}.b") for name in names]))

    def rows(self, order: Any) -> _Linear:
        """The same outputs in another order."""
        return _Linear(self.weights[order], self.bias[order])

    def times(self, factors: Matrix) -> _Linear:
        """Each output times its factor."""
        return _Linear(self.weights * factors[:, np.newaxis], self.bias * factors)


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], *outputs: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, list(outputs), **attributes))
        return outputs[0]

    def microsoft(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        return self.node(operator, inputs, output, domain="com.microsoft", **attributes)

    def in_floats(self, source: str, linear: _Linear, output: str) -> str:
        product = self.node("MatMul", [source, self.constant(f"{output}.w", linear.weights.T)], f"{output}.product")
        return self.node("Add", [product, self.constant(f"{output}.b", linear.bias)], output)

    def in_bytes(self, source: str, linear: _Linear, output: str) -> str:
        """One scale for all activations, and one for each row of weights."""
        scales = np.maximum(np.abs(linear.weights).max(axis=1), 1e-12) / _LARGEST
        constants = [
            self.constant(f"{output}.w", np.rint(linear.weights / scales[:, np.newaxis]).astype(np.int8).T),
            self.constant(f"{output}.s", scales.astype(np.float32)),
            self.constant(f"{output}.z", np.zeros(len(scales), np.int8)),
            self.constant(f"{output}.b", linear.bias),
        ]
        return self.microsoft("DynamicQuantizeMatMul", [source, *constants], output)

    def divided(self, source: str, linear: _Linear, largest: Matrix, output: str) -> str:
        by = divisors(largest, linear.weights)
        even = self.node("Mul", [source, self.constant(f"{output}.even.by", 1 / by)], f"{output}.even")
        return self.in_bytes(even, _Linear(linear.weights * by, linear.bias), output)


@dataclass(frozen=True)
class Watched:
    """Names of a layer's activations that `Ranges` are measured of."""

    attention: str
    attended: str
    inner: str
    outer: str


def watched(layer: int) -> Watched:
    """Outputs of the exact graph beside `OUTPUTS`, each (1, tokens, dimensions or units)."""
    return Watched(f"l{layer}.in", f"l{layer}.seen", f"l{layer}.middle", f"l{layer}.bent")


class _Layers:
    """Adds layer after layer to a graph; without `ranges` everything is computed in floats."""

    def __init__(self, graph: _Graph, model: ModelFile, ranges: Ranges | None) -> None:
        self._graph = graph
        self._model = model
        self._sizes = model.sizes
        self._ranges = ranges

    def norm(self, source: str, name: str, output: str) -> str:
        parts = [self._graph.constant(f"{name}.{part}", self._model.numbers(f"{name}.{part}")) for part in "wb"]
        return self._graph.node("LayerNormalization", [source, *parts], output, epsilon=self._sizes.epsilon, axis=-1)

    def layer(self, number: int) -> str:
        """What goes in has the name `watched` gives it; the name of what comes out, which the next layer takes."""
        names = watched(number)
        own = f"l{number}"
        attended = self._attention(number, names)
        state = self.norm(self._graph.node("Add", [names.attention, attended], f"{own}.first"), f"{own}.aln", names.inner)
        outer = self._inner(number, names)
        last = self._graph.node("Add", [state, outer], f"{own}.second")
        return self.norm(last, f"{own}.oln", watched(number + 1).attention)

    def _read(self, number: int, columns: int, *names: str) -> _Linear:
        return _Linear.read(self._model, columns, *(f"l{number}.{name}" for name in names))

    def _attention(self, number: int, names: Watched) -> str:
        own, dimensions = f"l{number}", self._sizes.dimensions
        looking = self._read(number, dimensions, "q", "k", "v")
        telling = self._read(number, dimensions, "ao")
        if self._ranges is None:
            joined = self._graph.in_floats(names.attention, looking, f"{own}.qkv")
        else:
            # Attention only mixes the values, each dimension by itself: what they are divided by needs no step of its own.
            by = divisors(self._ranges.attended[number], telling.weights)
            looking = looking.times(np.concatenate([np.ones(2 * dimensions, np.float32), 1 / by]))
            telling = _Linear(telling.weights * by, telling.bias)
            joined = self._graph.divided(names.attention, looking, self._ranges.attention[number], f"{own}.qkv")
        parts = [f"{own}.{part}" for part in ("query", "key", "value")]
        self._graph.node("Split", [joined], *parts, axis=-1, num_outputs=3)
        seen = self._graph.microsoft("MultiHeadAttention", parts, names.attended, num_heads=self._sizes.heads)
        linear = self._graph.in_floats if self._ranges is None else self._graph.in_bytes
        return linear(seen, telling, f"{own}.attended")

    def _inner(self, number: int, names: Watched) -> str:
        own, units = f"l{number}", self._sizes.inner
        inner = self._read(number, self._sizes.dimensions, "fi")
        outer = self._read(number, units, "fo")
        if self._ranges is None:
            bent = self._graph.microsoft("Gelu", [self._graph.in_floats(names.inner, inner, f"{own}.inner")], names.outer)
            return self._graph.in_floats(bent, outer, f"{own}.outer")
        # The units have no order of their own, so those left in floats may stand first.
        few = self._ranges.outliers[number]
        order = np.concatenate([few, np.setdiff1d(np.arange(units), few)])
        inner, weights = inner.rows(order), outer.weights[:, order]
        bent = self._graph.divided(names.inner, inner, self._ranges.inner[number], f"{own}.inner")
        bent = self._graph.microsoft("Gelu", [bent], names.outer)
        sizes = self._graph.constant(f"{own}.sizes", np.array([OUTLIERS, units - OUTLIERS], dtype=np.int64))
        self._graph.node("Split", [bent, sizes], f"{own}.few", f"{own}.many", axis=-1)
        weights_of_few = self._graph.constant(f"{own}.few.w", weights[:, :OUTLIERS].T)
        of_few = self._graph.node("MatMul", [f"{own}.few", weights_of_few], f"{own}.few.product")
        of_many = self._graph.in_bytes(f"{own}.many", _Linear(weights[:, OUTLIERS:], outer.bias), f"{own}.many.product")
        return self._graph.node("Add", [of_few, of_many], f"{own}.outer")


def build(model: ModelFile, ranges: Ranges | None) -> bytes:
    """The graph, serialised: from the sums of word and place (1, tokens, dimensions) to `OUTPUTS`, each (1, dimensions).

    Without `ranges` the stored weights are computed with in floats, and what is `watched` comes out, too.
    """
    sizes = model.sizes
    middle = sizes.layers * 2 // 3 - 1
    mean, middle_mean, middle_largest = OUTPUTS
    graph = _Graph()
    layers = _Layers(graph, model, ranges)
    axes = graph.constant("axes", np.array([1], dtype=np.int64))
    state = layers.norm(INPUT, "emb.ln", watched(0).attention)
    for layer in range(sizes.layers):
        state = layers.layer(layer)
        if layer == middle:
            graph.node("ReduceMean", [state, axes], middle_mean, keepdims=0)
            graph.node("ReduceMax", [state, axes], middle_largest, keepdims=0)
    graph.node("ReduceMean", [state, axes], mean, keepdims=0)

    source = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", sizes.dimensions])
    targets = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, sizes.dimensions]) for name in OUTPUTS]
    if ranges is None:
        seen = [name for layer in range(sizes.layers) for name in astuple(watched(layer))]
        targets += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in seen]
    whole = helper.make_graph(graph.nodes, "multilingual-e5-small", [source], targets, graph.constants)
    serialised: bytes = helper.make_model(whole, opset_imports=_OPERATORS, ir_version=_IR_VERSION).SerializeToString()
    return serialised
