"""Writes the encoder as an ONNX graph: BERT with 6 layers, the mean of several of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from clinic.nlu.encoder.packed import MATRIX
from clinic.nlu.encoder.sentence import FEATURES, GIVEN_OUT

LAYERS = 6
HEADS = 12
EPSILON = 1e-12  # of BERT's layer normalisation
FUSED = "com.microsoft"  # onnxruntime's own operators, each of which does several steps in one


class GraphWriter:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: Any, dtype: type = np.float32) -> str:
        if name not in self.constants:
            array = np.array(value, dtype, order="C")
            self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def node(self, operation: str, *inputs: str, **attributes: Any) -> str:
        result = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [result], **attributes))
        return result

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
    """The whole encoder: int64 input_ids (batch, tokens) → (batch, tokens, FEATURES).

    Sentences of one batch have the same length, so there is no padding to be masked.
    """
    writer = GraphWriter()
    x = _embeddings(writer, weights)
    given_out = []
    for layer in range(LAYERS):
        tensors = {
            name.removeprefix(f"encoder.layer.{layer}."): tensor
            for name, tensor in weights.items()
            if name.startswith(f"encoder.layer.{layer}.")
        }
        x = _layer(writer, f"l{layer}", x, tensors)
        if layer + 1 in GIVEN_OUT:
            given_out.append(x)
    writer.nodes.append(helper.make_node("Concat", given_out, ["features"], axis=2))
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        writer.nodes,
        "sentence-encoder",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, shape)],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [*shape, FEATURES])],
        list(writer.constants.values()),
    )
    sets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(graph, opset_imports=sets, ir_version=8)
    onnx.checker.check_model(model)
    return model


def product_graph(kind: np.dtype) -> onnx.ModelProto:
    """Rows times a constant matrix, which is given when the graph is opened (`PackedMatrix`)."""
    if kind == np.int8:
        node = helper.make_node("MatMulInteger", ["rows", MATRIX], ["product"])
        rows, product = TensorProto.UINT8, TensorProto.INT32
    else:
        node = helper.make_node("Gemm", ["rows", MATRIX], ["product"], transB=1)
        rows, product = TensorProto.FLOAT, TensorProto.FLOAT
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("rows", rows, ["k", "n"])],
        [helper.make_tensor_value_info("product", product, ["k", "m"])],
        [numpy_helper.from_array(np.zeros((1, 1), kind), MATRIX)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


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


def _layer(writer: GraphWriter, name: str, x: str, tensors: dict[str, np.ndarray]) -> str:
    def weight(tensor: str) -> str:
        return writer.constant(f"{name}.{tensor}.w", tensors[f"{tensor}.weight"].T)

    def added(y: str, tensor: str, norm: str) -> str:
        """Layer normalisation of x + y + the bias of `tensor`."""
        bias = writer.constant(f"{name}.{tensor}.b", tensors[f"{tensor}.bias"])
        given = writer.node("Add", writer.node("MatMul", y, weight(tensor)), bias)
        return writer.normal(
            writer.node("Add", x, given),
            f"{name}.{norm}",
            tensors[f"{norm}.weight"],
            tensors[f"{norm}.bias"],
        )

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    seen = writer.node(
        "Attention",
        x,
        writer.constant(f"{name}.qkv.w", np.concatenate([tensors[f"{p}.weight"] for p in parts]).T),
        writer.constant(f"{name}.qkv.b", np.concatenate([tensors[f"{p}.bias"] for p in parts])),
        domain=FUSED,
        num_heads=HEADS,
    )
    x = added(seen, "attention.output.dense", "attention.output.LayerNorm")
    inner = writer.node(
        "BiasGelu",
        writer.node("MatMul", x, weight("intermediate.dense")),
        writer.constant(f"{name}.inner.b", tensors["intermediate.dense.bias"]),
        domain=FUSED,
    )
    return added(inner, "output.dense", "output.LayerNorm")
