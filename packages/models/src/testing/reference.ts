// A decoder of any family in float64, written from its formulas and sharing no code with the one under test:
//
//   RMSNorm (Zhang and Sennrich 2019), rotary positions in the half-split layout (Su et al. 2021), causal attention
//   with grouped-query heads (Ainslie et al. 2023), SwiGLU (Shazeer 2020), a head of its own or the embedding's.

import { type DecoderConfig, headSize } from '../decoder/config.ts';
import type { RowGradients } from '../learning/learner.ts';
import type { RowStats, TokenRow } from '../learning/rows.ts';
import { type Scalar, Tape, type Vector } from './tape.ts';

type Matrix = readonly Vector[];

/** By checkpoint name, row-major: Float32Array or, for central differences, Float64Array. */
export type Weights = ReadonlyMap<string, ArrayLike<number>>;

/** Log-probability and entropy of every scored token of every row. */
export function referenceStats(
  config: DecoderConfig,
  weights: Weights,
  rows: readonly TokenRow[],
): RowStats[] {
  return rows.map(row => {
    const { stats } = new ReferenceDecoder(config, weights).row(row);
    return {
      logProb: Float64Array.from(stats, ({ logProb }) => logProb.value),
      entropy: Float64Array.from(stats, ({ entropy }) => entropy.value),
    };
  });
}

/** Logits [t][vocabulary] that follow each token of a sequence. */
export function referenceLogits(
  config: DecoderConfig,
  weights: Weights,
  tokens: ArrayLike<number>,
): number[][] {
  const logits = new ReferenceDecoder(config, weights).logits([...Array.from(tokens)]);
  return logits.map(row => row.map(({ value }) => value));
}

/** The gradient of sum(a * logProb + b * entropy) by every parameter; `factors` are a and b of each scored token. */
export function referenceGradient(
  config: DecoderConfig,
  weights: Weights,
  rows: readonly TokenRow[],
  factors: readonly RowGradients[],
): Map<string, Float64Array> {
  const total = new Map([...weights].map(([name, { length }]) => [name, new Float64Array(length)]));
  rows.forEach((row, i) => {
    const decoder = new ReferenceDecoder(config, weights);
    const { stats } = decoder.row(row);
    const terms = stats.flatMap(({ logProb, entropy }, t) => [
      decoder.tape.scale(logProb, factors[i]!.logProb[t]!),
      decoder.tape.scale(entropy, factors[i]!.entropy[t]!),
    ]);
    decoder.tape.backward(decoder.tape.sum(terms));
    for (const [name, sum] of total) {
      decoder.parameter(name).forEach(({ gradient }, at) => {
        sum[at]! += gradient;
      });
    }
  });
  return total;
}

class ReferenceDecoder {
  readonly tape = new Tape();
  private readonly config: DecoderConfig;
  private readonly parameters: ReadonlyMap<string, Vector>;

  constructor(config: DecoderConfig, weights: Weights) {
    this.config = config;
    this.parameters = new Map(
      [...weights].map(([name, data]) => [name, Array.from(data, value => this.tape.leaf(value))]),
    );
  }

  parameter(name: string): Vector {
    return this.parameters.get(name)!;
  }

  row({ tokens, start }: TokenRow): { stats: { logProb: Scalar; entropy: Scalar }[] } {
    const { tape } = this;
    const logits = this.logits([...tokens.subarray(0, -1)]);
    const stats = [...tokens.keys()].slice(start).map(at => {
      const logProbs = this.logSoftmax(logits[at - 1]!);
      const probabilities = logProbs.map(logProb => tape.exp(logProb));
      return {
        logProb: logProbs[tokens[at]!]!,
        entropy: tape.scale(tape.dot(probabilities, logProbs), -1),
      };
    });
    return { stats };
  }

  logits(ids: readonly number[]): Matrix {
    const { config } = this;
    const embedding = this.matrix('model.embed_tokens.weight', config.hidden_size);
    let x: Matrix = ids.map(id => embedding[id]!);
    for (let layer = 0; layer < config.num_hidden_layers; layer++) x = this.block(x, `model.layers.${layer}`);
    const head = config.tie_word_embeddings ? embedding : this.matrix('lm_head.weight', config.hidden_size);
    return this.linear(this.rmsNorm(x, 'model.norm.weight'), head);
  }

  private block(x: Matrix, at: string): Matrix {
    const { tape, config } = this;
    const project = (input: Matrix, name: string) => {
      const product = this.linear(input, this.matrix(`${at}.${name}.weight`, input[0]!.length));
      const bias = this.parameters.get(`${at}.${name}.bias`);
      return bias ? plus(product, Array(product.length).fill(bias)) : product;
    };
    const plus = (a: Matrix, b: Matrix) =>
      a.map((row, t) => row.map((value, i) => tape.sum([value, b[t]![i]!])));

    const normed = this.rmsNorm(x, `${at}.input_layernorm.weight`);
    const [query, key] = [project(normed, 'self_attn.q_proj'), project(normed, 'self_attn.k_proj')];
    const q = this.rope(this.headNorm(query, `${at}.self_attn.q_norm.weight`), config.num_attention_heads);
    const k = this.rope(this.headNorm(key, `${at}.self_attn.k_norm.weight`), config.num_key_value_heads);
    const v = project(normed, 'self_attn.v_proj');
    const attended = plus(x, project(this.attention(q, k, v), 'self_attn.o_proj'));

    const inner = this.rmsNorm(attended, `${at}.post_attention_layernorm.weight`);
    const up = project(inner, 'mlp.up_proj');
    const activated = project(inner, 'mlp.gate_proj').map((row, t) =>
      row.map((gate, i) => {
        const sigmoid = tape.power(tape.shift(tape.exp(tape.scale(gate, -1)), 1), -1);
        return tape.multiply(tape.multiply(gate, sigmoid), up[t]![i]!);
      }),
    );
    return plus(attended, project(activated, 'mlp.down_proj'));
  }

  /** w x / sqrt(mean(x^2) + epsilon). */
  private rmsNorm(x: Matrix, name: string): Matrix {
    const { tape, config } = this;
    const weight = this.parameter(name);
    return x.map(row => {
      const mean = tape.scale(tape.dot(row, row), 1 / row.length);
      const inverse = tape.power(tape.shift(mean, config.rms_norm_eps), -0.5);
      return row.map((value, i) => tape.multiply(weight[i]!, tape.multiply(value, inverse)));
    });
  }

  /** The norm of each head by itself, where the family has one. */
  private headNorm(x: Matrix, name: string): Matrix {
    if (!this.parameters.has(name)) return x;
    const size = headSize(this.config);
    return x.map(row =>
      Array.from({ length: row.length / size }, (_, head) =>
        row.slice(head * size, (head + 1) * size),
      ).flatMap(features => this.rmsNorm([features], name)[0]!),
    );
  }

  /** Turns the pair (i, i + d/2) of every head by position * theta^(-2i/d). */
  private rope(x: Matrix, heads: number): Matrix {
    const { tape, config } = this;
    const size = headSize(config);
    const half = size / 2;
    return x.map((row, position) =>
      Array.from({ length: heads }, (_, head) => row.slice(head * size, (head + 1) * size)).flatMap(
        features =>
          features.map((value, i) => {
            const angle = position * config.rope_theta ** ((-2 * (i % half)) / size);
            const partner = i < half ? features[i + half]! : features[i - half]!;
            const sign = i < half ? -1 : 1;
            return tape.sum([
              tape.scale(value, Math.cos(angle)),
              tape.scale(partner, sign * Math.sin(angle)),
            ]);
          }),
      ),
    );
  }

  /** softmax(q kT / sqrt(d)) v, each position over itself and those before; consecutive query heads share a kv head. */
  private attention(q: Matrix, k: Matrix, v: Matrix): Matrix {
    const { tape, config } = this;
    const size = headSize(config);
    const share = config.num_attention_heads / config.num_key_value_heads;
    const cut = (row: Vector, head: number) => row.slice(head * size, (head + 1) * size);
    return q.map((query, t) =>
      Array.from({ length: config.num_attention_heads }, (_, head) => {
        const kv = Math.floor(head / share);
        const seen = k.slice(0, t + 1);
        const scores = seen.map(key =>
          tape.scale(tape.dot(cut(query, head), cut(key, kv)), 1 / Math.sqrt(size)),
        );
        const weights = this.logSoftmax(scores).map(score => tape.exp(score));
        return Array.from({ length: size }, (_, i) =>
          tape.dot(
            weights,
            v.slice(0, t + 1).map(value => value[kv * size + i]!),
          ),
        );
      }).flat(),
    );
  }

  private logSoftmax(z: Vector): Vector {
    const { tape } = this;
    // a constant shift: it keeps exp in range and has no derivative
    const top = Math.max(...z.map(({ value }) => value));
    const shifted = z.map(value => tape.shift(value, -top));
    const minusLog = tape.scale(tape.log(tape.sum(shifted.map(value => tape.exp(value)))), -1);
    return shifted.map(value => tape.sum([value, minusLog]));
  }

  /** x wT. */
  private linear(x: Matrix, weight: Matrix): Matrix {
    return x.map(row => weight.map(column => this.tape.dot(row, column)));
  }

  private matrix(name: string, columns: number): Matrix {
    const flat = this.parameter(name);
    return Array.from({ length: flat.length / columns }, (_, i) =>
      flat.slice(i * columns, (i + 1) * columns),
    );
  }
}
