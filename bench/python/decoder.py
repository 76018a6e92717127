"""The decoder, as one would write it for speed on a CPU: float32, projections that share an input as one matrix."""

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

    def forward(
        self,
        x: Tensor,
        cos: Tensor,
        sin: Tensor,
        cache: tuple[Tensor, Tensor] | None,
        start: int,
        mask: Tensor | None,
    ) -> Tensor:
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
        attended = F.scaled_dot_product_attention(q, k, v, mask, is_causal=mask is None and time_ > 1)
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

    def forward(
        self,
        ids: Tensor,
        cache: Cache | None = None,
        start: int = 0,
        positions: Tensor | None = None,
        mask: Tensor | None = None,
    ) -> Tensor:
        """Logits [rows, tokens, vocabulary]; with a cache, `ids` are the tokens from position `start` on.

        Rows that are padded on the left say at which `positions` [rows, tokens] of their own their tokens stand, and by
        `mask` [rows, 1, tokens, keys] what each may attend to.
        """
        at = slice(start, start + ids.shape[1]) if positions is None else positions.unsqueeze(1)
        cos, sin = self.cos[at], self.sin[at]
        x = F.embedding(ids, self.embedding)
        for layer, block in enumerate(self.blocks):
            kept = None if cache is None else (cache.keys[layer], cache.values[layer])
            x = block(x, cos, sin, kept, start, mask)
        if cache is not None:
            x = x[:, -1:]  # decoding samples from the last position only
        return F.linear(F.rms_norm(x, self.norm.shape, self.norm, self.epsilon), self.head)
