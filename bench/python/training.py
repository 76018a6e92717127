"""A model of the bench in training: loss, update, and back to where it began."""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from decoder import Decoder
from material import read_safetensors, read_settings, read_tokens


class Training:
    def __init__(self, folder: Path, compiled: bool) -> None:
        self.settings = read_settings(folder)
        self.weights = read_safetensors(folder / "weights.safetensors")
        self.tokens = read_tokens(folder / "tokens.i32", self.settings["training"]["tokens"] + 1)
        self.loss = torch.compile(self.cross_entropy) if compiled else self.cross_entropy
        self.reset()

    def reset(self) -> None:
        """Back to the weights of the file, with a new optimizer."""
        optimizer = self.settings["optimizer"]
        self.model = Decoder(self.settings["model"], {name: w.clone() for name, w in self.weights.items()})
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(),
            lr=optimizer["learningRate"],
            betas=(optimizer["beta1"], optimizer["beta2"]),
            eps=optimizer["epsilon"],
            weight_decay=optimizer["weightDecay"],
            fused=True,
        )

    def cross_entropy(self) -> Tensor:
        """Mean over all tokens, in nats."""
        logits = self.model(self.tokens[:, :-1])
        return F.cross_entropy(logits.flatten(0, 1), self.tokens[:, 1:].flatten())

    def step(self) -> None:
        self.optimizer.zero_grad(set_to_none=True)
        self.loss().backward()
        self.optimizer.step()

    def losses(self) -> list[float]:
        """Before the first and after the last of a few updates."""
        losses = [self.loss().item()]
        for _ in range(self.settings["check"]["updates"]):
            self.step()
        return [*losses, self.loss().item()]
