"""Rollouts with a KV cache, without a round trip to the host."""

from pathlib import Path

import torch
from torch import Tensor

from decoder import Cache, Decoder
from material import read_tokens


class Decoding:
    def __init__(self, folder: Path, settings: dict) -> None:
        self.settings = settings
        self.prompts = read_tokens(folder / "prompts.i32", settings["decoding"]["promptTokens"])
        self.caches: dict[int, Cache] = {}

    @torch.inference_mode()
    def rollout(self, model: Decoder, rows: int, temperature: float) -> Tensor:
        """New tokens [rows, new tokens] after the prompts; temperature 0 takes the most likely token."""
        decoding = self.settings["decoding"]
        prompt, count = decoding["promptTokens"], decoding["newTokens"]
        cache = self.caches.get(rows)
        if cache is None:
            cache = self.caches[rows] = Cache(self.settings["model"], rows, prompt + count)
        completion = torch.empty(rows, count, dtype=torch.long)
        ids, start = self.prompts[:rows], 0
        for i in range(count):
            logits = model(ids, cache, start)[:, -1]
            start += ids.shape[1]
            ids = sample(logits, temperature)
            completion[:, i : i + 1] = ids
        return completion


def sample(logits: Tensor, temperature: float) -> Tensor:
    """One token a row by the exponential race, which is what torch.multinomial does, without its checks."""
    if temperature == 0:
        return logits.argmax(dim=-1, keepdim=True)
    probabilities = (logits / temperature if temperature != 1 else logits).softmax(dim=-1)
    return (probabilities / torch.empty_like(probabilities).exponential_()).argmax(dim=-1, keepdim=True)
