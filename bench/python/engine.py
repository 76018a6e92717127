"""PyTorch's side of `pnpm bench engine`: the same decoder, eager, as one would write it for speed on a CPU.

Usage: engine.py SETTINGS.json FOLDER, where FOLDER holds weights.safetensors and tokens.i32 (rows x (tokens + 1)).
Each line on stdin is a request in JSON, each line on stdout its answer:

    {"cmd": "info"}                                          -> {"torch": ..., "python": ..., "simd": ...}
    {"cmd": "check"}                                         -> {"losses": [...], "greedy": [[...], ...]}
    {"cmd": "train", "threads": 2, "repeats": 4}             -> {"ms": [...]}, one number per training step
    {"cmd": "decode", "threads": 2, "rows": 8, "repeats": 4} -> {"ms": [...]}, one number per rollout
"""

import json
import platform
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Cache:
    """Keys and values of all layers, allocated once: [layers, rows, heads, positions, head size]."""

    def __init__(self, model: dict, rows: int, positions: int) -> None:
        heads = model["num_attention_heads"]
        size = model["hidden_size"] // heads
        shape = (model["num_hidden_layers"], rows, heads, positions, size)
        self.keys, self.values = torch.zeros(shape), torch.zeros(shape)


class Block(nn.Module):
    """Pre-norm attention, then pre-norm SwiGLU. Projections that share an input are one matrix."""

    def __init__(self, model: dict, weights: dict[str, Tensor], layer: int) -> None:
        super().__init__()
        self.heads, self.epsilon = model["num_attention_heads"], model["rms_norm_eps"]

        def parameter(*names: str) -> nn.Parameter:
            return nn.Parameter(torch.cat([weights[f"model.layers.{layer}.{name}.weight"] for name in names]))

        self.input_norm = parameter("input_layernorm")
        self.qkv = parameter("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
        self.output = parameter("self_attn.o_proj")
        self.mlp_norm = parameter("post_attention_layernorm")
        self.gate_up = parameter("mlp.gate_proj", "mlp.up_proj")
        self.down = parameter("mlp.down_proj")

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, cache: tuple[Tensor, Tensor] | None, start: int) -> Tensor:
        rows, time_, width = x.shape
        qkv = F.linear(F.rms_norm(x, (width,), self.input_norm, self.epsilon), self.qkv)
        qk, v = qkv.view(rows, time_, 3 * self.heads, -1).transpose(1, 2).split([2 * self.heads, self.heads], dim=1)
        low, high = qk.chunk(2, dim=-1)
        q, k = torch.cat((low * cos - high * sin, high * cos + low * sin), dim=-1).chunk(2, dim=1)
        if cache is not None:
            keys, values = cache
            end = start + time_
            keys[:, :, start:end] = k
            values[:, :, start:end] = v
            k, v = keys[:, :, :end], values[:, :, :end]
        # one new token attends to all that the cache holds; a whole sequence attends causally
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=time_ > 1)
        x = x + F.linear(attended.transpose(1, 2).reshape(rows, time_, width), self.output)
        gate, up = F.linear(F.rms_norm(x, (width,), self.mlp_norm, self.epsilon), self.gate_up).chunk(2, dim=-1)
        return x + F.linear(F.silu(gate) * up, self.down)


class Decoder(nn.Module):
    def __init__(self, model: dict, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.epsilon = model["rms_norm_eps"]
        self.embedding = nn.Parameter(weights["model.embed_tokens.weight"])
        self.blocks = nn.ModuleList(Block(model, weights, layer) for layer in range(model["num_hidden_layers"]))
        self.norm = nn.Parameter(weights["model.norm.weight"])
        self.head = nn.Parameter(weights["lm_head.weight"])
        size = model["hidden_size"] // model["num_attention_heads"]
        inverse = model["rope_theta"] ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
        angles = torch.outer(torch.arange(model["max_position_embeddings"], dtype=torch.float64), inverse)
        self.register_buffer("cos", angles.cos().float())
        self.register_buffer("sin", angles.sin().float())

    def forward(self, ids: Tensor, cache: Cache | None = None, start: int = 0) -> Tensor:
        """Logits [rows, tokens, vocabulary]; with a cache, `ids` are the tokens from position `start` on."""
        cos, sin = self.cos[start : start + ids.shape[1]], self.sin[start : start + ids.shape[1]]
        x = F.embedding(ids, self.embedding)
        for layer, block in enumerate(self.blocks):
            kept = None if cache is None else (cache.keys[layer], cache.values[layer])
            x = block(x, cos, sin, kept, start)
        if cache is not None:
            x = x[:, -1:]  # decoding samples from the last position only
        return F.linear(F.rms_norm(x, self.norm.shape, self.norm, self.epsilon), self.head)


class Peer:
    def __init__(self, settings: dict, folder: Path) -> None:
        self.settings = settings
        self.weights = read_safetensors(folder / "weights.safetensors")
        training = settings["training"]
        tokens = torch.frombuffer(bytearray((folder / "tokens.i32").read_bytes()), dtype=torch.int32)
        self.tokens = tokens.view(training["rows"], training["tokens"] + 1).long()
        self.caches: dict[int, Cache] = {}
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

    def loss(self) -> Tensor:
        logits = self.model(self.tokens[:, :-1])
        return F.cross_entropy(logits.flatten(0, 1), self.tokens[:, 1:].flatten())

    def step(self) -> None:
        self.optimizer.zero_grad(set_to_none=True)
        self.loss().backward()
        self.optimizer.step()

    @torch.inference_mode()
    def rollout(self, rows: int, temperature: float) -> Tensor:
        """New tokens [rows, new tokens] after the prompts; temperature 0 takes the most likely token."""
        decoding = self.settings["decoding"]
        prompt, count = decoding["promptTokens"], decoding["newTokens"]
        cache = self.caches.get(rows)
        if cache is None:
            cache = self.caches[rows] = Cache(self.settings["model"], rows, prompt + count)
        completion = torch.empty(rows, count, dtype=torch.long)
        ids, start = self.tokens[:rows, :prompt], 0
        for i in range(count):
            logits = self.model(ids, cache, start)[:, -1]
            start += ids.shape[1]
            ids = sample(logits, temperature)
            completion[:, i : i + 1] = ids
        return completion

    def check(self) -> dict:
        """Losses before and after each of a few updates, then greedy completions of the updated model."""
        self.reset()
        check = self.settings["check"]
        losses = []
        for _ in range(check["updates"]):
            losses.append(self.loss().item())
            self.step()
        losses.append(self.loss().item())
        greedy = self.rollout(check["greedyRows"], 0).tolist()
        self.reset()
        return {"losses": losses, "greedy": greedy}


def sample(logits: Tensor, temperature: float) -> Tensor:
    """One token a row by the exponential race, which is what torch.multinomial does, without its checks."""
    if temperature == 0:
        return logits.argmax(dim=-1, keepdim=True)
    probabilities = (logits / temperature if temperature != 1 else logits).softmax(dim=-1)
    return (probabilities / torch.empty_like(probabilities).exponential_()).argmax(dim=-1, keepdim=True)


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


def timed(repeats: int, work) -> list[float]:
    """Milliseconds of each run. The first run, which refills the caches, is not counted."""
    milliseconds = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        work()
        milliseconds.append(1000 * (time.perf_counter() - begin))
    return milliseconds[1:]


def answer(peer: Peer, request: dict) -> dict:
    command = request["cmd"]
    if command == "info":
        simd = torch.backends.cpu.get_cpu_capability()
        return {"torch": torch.__version__, "python": platform.python_version(), "simd": simd}
    if command == "check":
        return peer.check()
    torch.set_num_threads(request["threads"])
    if command == "train":
        return {"ms": timed(request["repeats"], peer.step)}
    if command == "decode":
        temperature = peer.settings["decoding"]["temperature"]
        return {"ms": timed(request["repeats"], lambda: peer.rollout(request["rows"], temperature))}
    raise ValueError(f"no command is called {command!r}; there are info, check, train and decode")


def main() -> None:
    settings_file, folder = sys.argv[1:]
    torch.manual_seed(0)
    peer = Peer(json.loads(Path(settings_file).read_text()), Path(folder))
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
