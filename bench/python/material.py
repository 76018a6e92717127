"""What both sides start from: settings.json, weights.safetensors, and token ids as little-endian int32."""

import json
from pathlib import Path

import torch
from torch import Tensor


def read_settings(folder: Path) -> dict:
    return json.loads((folder / "settings.json").read_text())


def read_tokens(path: Path, columns: int) -> Tensor:
    """Token ids [rows, columns]."""
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.int32).view(-1, columns).long()


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Float32 tensors of a safetensors file: a length, a header in JSON, the numbers."""
    data = bytearray(path.read_bytes())
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        numbers = torch.frombuffer(data[8 + length + begin : 8 + length + end], dtype=torch.float32)
        tensors[name] = numbers.view(entry["shape"])
    return tensors
