"""The sentence encoder: all-MiniLM-L6-v2, built at set-up and run by ONNX."""
