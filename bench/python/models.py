"""PyTorch's side of `pnpm bench models`: transformers' own Llama, eager, as one would use it for speed on a CPU.

Usage: models.py FOLDER, where FOLDER is a checkpoint with settings.json and tokens.i32. Requests are those of
src/peers/protocol.ts. Of the model transformers' default attention is used (fused), logits of the last position alone when
sampling, and a cache that grows.
"""

import json
import platform
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
import transformers
from torch import Tensor
from transformers import AutoModelForCausalLM, DynamicCache

from engine import timed
from material import read_settings


class Peer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = read_settings(folder)
        self.ids = torch.frombuffer(bytearray((folder / "tokens.i32").read_bytes()), dtype=torch.int32).long()
        self.model = None
        self.optimizer = None

    def info(self, request: dict) -> dict:
        simd = torch.backends.cpu.get_cpu_capability()
        versions = f"PyTorch {torch.__version__} eager, transformers {transformers.__version__}"
        return {"about": f"{versions}, {simd}; Python {platform.python_version()}"}

    def rows(self, count: int, length: int) -> Tensor:
        return self.ids[: count * length].view(count, length)

    def load(self, request: dict) -> dict:
        """From the call to the first token: the file is read lazily."""

        def work() -> None:
            self.model = AutoModelForCausalLM.from_pretrained(self.folder, dtype=torch.float32)
            self.sample(self.rows(1, 1), 1, 0)

        return timed({"warmups": 0, "repeats": 1}, work)

    @torch.inference_mode()
    def sample(self, ids: Tensor, count: int, temperature: float) -> Tensor:
        """New tokens [rows, count]; temperature 0 takes the most likely token."""
        cache = DynamicCache(config=self.model.config)
        completion = torch.empty(ids.shape[0], count, dtype=torch.long)
        for i in range(count):
            logits = self.model(ids, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[:, -1]
            if temperature == 0:
                ids = logits.argmax(dim=-1, keepdim=True)
            else:
                # the exponential race of torch.multinomial, without its checks
                chances = (logits / temperature if temperature != 1 else logits).softmax(dim=-1)
                ids = (chances / torch.empty_like(chances).exponential_()).argmax(dim=-1, keepdim=True)
            completion[:, i : i + 1] = ids
        return completion

    def check(self, request: dict) -> dict:
        begin = time.perf_counter()
        check = self.settings["check"]
        prompts = self.rows(check["greedyRows"], self.settings["decoding"]["promptTokens"])
        greedy = self.sample(prompts, check["greedyTokens"], 0).tolist()
        return {"losses": [], "greedy": greedy, "seconds": time.perf_counter() - begin}

    def losses(self, request: dict) -> dict:
        begin = time.perf_counter()
        with torch.no_grad():
            losses = [self.loss().item()]
        for _ in range(self.settings["check"]["updates"]):
            self.step()
        with torch.no_grad():
            losses.append(self.loss().item())
        return {"losses": losses, "greedy": None, "seconds": time.perf_counter() - begin}

    def prefill(self, request: dict) -> dict:
        ids = self.rows(request["rows"], self.settings["prefill"]["promptTokens"])
        return timed(request, lambda: self.sample(ids, 1, 0))

    def decode(self, request: dict) -> dict:
        decoding = self.settings["decoding"]
        ids = self.rows(request["rows"], decoding["promptTokens"])
        return timed(request, lambda: self.sample(ids, decoding["newTokens"], decoding["temperature"]))

    def loss(self) -> Tensor:
        """Mean over all tokens, in nats."""
        training = self.settings["training"]
        rows = self.rows(training["rows"], training["tokens"] + 1)
        logits = self.model(rows[:, :-1], use_cache=False).logits
        return F.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten())

    def step(self) -> None:
        if self.optimizer is None:
            settings = self.settings["optimizer"]
            self.optimizer = torch.optim.AdamW(
                self.model.parameters(),
                lr=settings["learningRate"],
                betas=(settings["beta1"], settings["beta2"]),
                eps=settings["epsilon"],
                weight_decay=settings["weightDecay"],
                fused=True,
            )
        self.optimizer.zero_grad(set_to_none=True)
        self.loss().backward()
        self.optimizer.step()

    def train(self, request: dict) -> dict:
        return timed(request, self.step)

    def memory(self, request: dict) -> dict:
        status = Path("/proc/self/status")
        if not status.exists():
            return {"kilobytes": None}
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return {"kilobytes": int(line.split()[1])}


def main() -> None:
    torch.manual_seed(0)
    peer = Peer(Path(sys.argv[1]))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            torch.set_num_threads(request.get("threads", 2))
            answer = getattr(peer, request["cmd"])(request)
        except Exception as error:  # the bench says it in the table, and goes on without
            answer = {"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
