"""Writes the encoder as an ONNX graph: BERT with 6 layers, the mean of several of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS = 6
HEADS = 12
WIDTH = 384
HEAD_WIDTH = WIDTH // HEADS
EPSILON = 1e-12  # of BERT's layer normalisation
MASKED = -1e9  # added to the attention of padding
# The layers (1 to 6) whose mean over the tokens is given out. The last one alone is made for
# likeness in meaning; the lower ones still hold the words (measured: 5 points of accuracy).
GIVEN_OUT = (2, 4, 5, 6)
FEATURES = WIDTH * len(GIVEN_OUT)


class GraphWriter:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: Any, dtype: type = np.float32) -> str:
        if name not in self.constants:
            array = np.ascontiguousarray(np.asarray(value, dtype))
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, operation: str, *inputs: str, **attributes: Any) -> str:
        result = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [result], **attributes))
        return result

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        product = self.node("MatMul", x, self.constant(f"{name}.w", weight.T))
        return self.node("Add", product, self.constant(f"{name}.b", bias))

    def normal(self, x: str, name: str, scale: np.ndarray, shift: np.ndarray) -> str:
        return self.node(
            "LayerNormalization",
            x,
            self.constant(f"{name}.g", scale),
            self.constant(f"{name}.s", shift),
            axis=-1,
            epsilon=EPSILON,
        )


def encoder_graph(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The whole encoder: int64 input_ids and attention_mask (batch, tokens) → (batch, FEATURES)."""
    writer = GraphWriter()
    mask = writer.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    x = _embeddings(writer, weights)
    bias = _attention_bias(writer, mask)
    given_out = []
    for layer in range(LAYERS):
        tensors = {
            name.removeprefix(f"encoder.layer.{layer}."): tensor
            for name, tensor in weights.items()
            if name.startswith(f"encoder.layer.{layer}.")
        }
        x = _layer(writer, f"l{layer}", x, bias, tensors)
        if layer + 1 in GIVEN_OUT:
            given_out.append(_mean(writer, x, mask))
    writer.nodes.append(helper.make_node("Concat", given_out, ["features"], axis=1))
    graph = helper.make_graph(
        writer.nodes,
        "sentence-encoder",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", FEATURES])],
        list(writer.constants.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _embeddings(writer: GraphWriter, weights: dict[str, np.ndarray]) -> str:
    words = weights["embeddings.word_embeddings.weight"]
    types = weights["embeddings.token_type_embeddings.weight"]
    looked_up = writer.node("Gather", writer.constant("words", words + types[0]), "input_ids")
    length = writer.node(
        "Gather", writer.node("Shape", "input_ids"), writer.constant("one", [1], np.int64)
    )
    positions = writer.node(
        "Slice",
        writer.constant("positions", weights["embeddings.position_embeddings.weight"]),
        writer.constant("zero", [0], np.int64),
        length,
        writer.constant("zero", [0], np.int64),
    )
    return writer.normal(
        writer.node("Add", looked_up, positions),
        "embeddings",
        weights["embeddings.LayerNorm.weight"],
        weights["embeddings.LayerNorm.bias"],
    )


def _attention_bias(writer: GraphWriter, mask: str) -> str:
    padding = writer.node("Sub", writer.constant("whole", 1.0), mask)
    bias = writer.node("Mul", padding, writer.constant("masked", MASKED))
    return writer.node("Unsqueeze", bias, writer.constant("heads_axes", [1, 2], np.int64))


def _layer(
    writer: GraphWriter, name: str, x: str, bias: str, tensors: dict[str, np.ndarray]
) -> str:
    def linear(of: str, tensor: str) -> str:
        return writer.linear(
            of, f"{name}.{tensor}", tensors[f"{tensor}.weight"], tensors[f"{tensor}.bias"]
        )

    def heads(tensor: str, order: list[int]) -> str:
        split = writer.node(
            "Reshape",
            linear(x, f"attention.self.{tensor}"),
            writer.constant("split", [0, 0, HEADS, HEAD_WIDTH], np.int64),
        )
        return writer.node("Transpose", split, perm=order)

    scores = writer.node(
        "Mul",
        writer.node("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])),
        writer.constant("scale", 1 / np.sqrt(HEAD_WIDTH)),
    )
    attention = writer.node("Softmax", writer.node("Add", scores, bias), axis=-1)
    seen = writer.node(
        "Transpose",
        writer.node("MatMul", attention, heads("value", [0, 2, 1, 3])),
        perm=[0, 2, 1, 3],
    )
    joined = writer.node("Reshape", seen, writer.constant("join", [0, 0, WIDTH], np.int64))
    x = _added(writer, x, linear(joined, "attention.output.dense"), f"{name}.a", tensors,
               "attention.output.LayerNorm")  # fmt: skip
    inner = _gelu(writer, linear(x, "intermediate.dense"))
    return _added(writer, x, linear(inner, "output.dense"), f"{name}.o", tensors,
                  "output.LayerNorm")  # fmt: skip


def _added(
    writer: GraphWriter, x: str, y: str, name: str, tensors: dict[str, np.ndarray], norm: str
) -> str:
    return writer.normal(
        writer.node("Add", x, y), name, tensors[f"{norm}.weight"], tensors[f"{norm}.bias"]
    )


def _gelu(writer: GraphWriter, x: str) -> str:
    scaled = writer.node("Mul", x, writer.constant("root", 1 / np.sqrt(2)))
    gate = writer.node("Add", writer.node("Erf", scaled), writer.constant("whole", 1.0))
    return writer.node("Mul", writer.node("Mul", x, gate), writer.constant("half", 0.5))


def _mean(writer: GraphWriter, x: str, mask: str) -> str:
    """The mean over a sentence's own tokens."""
    last, tokens = (writer.constant(n, [a], np.int64) for n, a in (("last", 2), ("tokens", 1)))
    kept = writer.node("Mul", x, writer.node("Unsqueeze", mask, last))
    total = writer.node("ReduceSum", kept, tokens, keepdims=0)
    return writer.node("Div", total, writer.node("ReduceSum", mask, tokens, keepdims=1))
