// Rotary position embedding (Su et al. 2021): tables of cosines and sines, computed in float64, and the ways in which
// checkpoints stretch their frequencies to contexts longer than they were pretrained on.

import { type DecoderConfig, headSize } from './config.ts';

/** Position interpolation (Chen et al. 2023): all frequencies by 1 / factor. */
interface LinearScaling {
  readonly rope_type: 'linear';
  readonly factor: number;
}

/** Llama 3.1: low frequencies by 1 / factor, high ones as they are, a linear blend between the two. */
interface Llama3Scaling {
  readonly rope_type: 'llama3';
  readonly factor: number;
  readonly low_freq_factor: number;
  readonly high_freq_factor: number;
  /** Positions of the pretraining. */
  readonly original_max_position_embeddings: number;
}

/** YaRN (Peng et al. 2023), sections 3.2 to 3.4. */
interface YarnScaling {
  readonly rope_type: 'yarn';
  readonly factor: number;
  /** Positions of the pretraining. */
  readonly original_max_position_embeddings: number;
  /** Turns within the pretraining's positions above which a frequency stays as it is. */
  readonly beta_fast: number;
  /** Turns below which it is divided by the factor. */
  readonly beta_slow: number;
  /** Factor on cosines and sines: attention's temperature. */
  readonly attention_factor: number;
  /** The ramp between the two begins and ends at whole pairs of features. */
  readonly truncate: boolean;
}

export type RopeScaling = LinearScaling | Llama3Scaling | YarnScaling;

/** cos and sin of every position and pair of features, [max_position_embeddings, headSize / 2] each. */
export function ropeTables(config: DecoderConfig): {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
} {
  const { max_position_embeddings: positions, rope_scaling: scaling } = config;
  const frequencies = inverseFrequencies(config);
  const half = frequencies.length;
  const amplitude = scaling?.rope_type === 'yarn' ? scaling.attention_factor : 1;
  const [cos, sin] = [new Float32Array(positions * half), new Float32Array(positions * half)];
  for (let p = 0; p < positions; p++) {
    for (let i = 0; i < half; i++) {
      const angle = p * frequencies[i]!;
      cos[p * half + i] = amplitude * Math.cos(angle);
      sin[p * half + i] = amplitude * Math.sin(angle);
    }
  }
  return { cos, sin };
}

/** Radians a position, of each pair of features: theta^(-2i / headSize), scaled as the config says. */
function inverseFrequencies(config: DecoderConfig): Float64Array {
  const size = headSize(config);
  const { rope_theta: theta, rope_scaling: scaling } = config;
  const plain = Float64Array.from({ length: size / 2 }, (_, i) => theta ** ((-2 * i) / size));
  if (!scaling) return plain;
  const kept = keptShare(scaling, plain, size, theta);
  return plain.map((frequency, i) => frequency * (kept(i) + (1 - kept(i)) / scaling.factor));
}

/** Of pair i, the share from 0 to 1 of its frequency that stays unscaled. */
function keptShare(
  scaling: RopeScaling,
  plain: Float64Array,
  size: number,
  theta: number,
): (i: number) => number {
  switch (scaling.rope_type) {
    case 'linear':
      return () => 0;
    case 'llama3': {
      const { low_freq_factor: low, high_freq_factor: high } = scaling;
      const turns = (i: number) => (scaling.original_max_position_embeddings * plain[i]!) / (2 * Math.PI);
      return i => clamp((turns(i) - low) / (high - low));
    }
    case 'yarn': {
      // the pair, as a real number, that makes so many turns within the pretraining's positions
      const pairOf = (turns: number) =>
        (size * Math.log(scaling.original_max_position_embeddings / (turns * 2 * Math.PI))) /
        (2 * Math.log(theta));
      const [from, to] = [pairOf(scaling.beta_fast), pairOf(scaling.beta_slow)];
      const first = Math.max(scaling.truncate ? Math.floor(from) : from, 0);
      const last = Math.min(scaling.truncate ? Math.ceil(to) : to, size - 1);
      // a ramp of no length is a step
      return i => 1 - clamp((i - first) / (last - first || 0.001));
    }
  }
}

function clamp(x: number): number {
  return Math.min(1, Math.max(0, x));
}
