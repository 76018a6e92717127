import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';
import { logProbCalls } from '../tokenStats/gpu.ts';

const TOP = `let top = logits[row][0];
  let token = 0;
  for (let i = 1; i < this.constants.vocabulary; i++) {
    if (logits[row][i] > top) {
      top = logits[row][i];
      token = i;
    }
  }`;

// The first token at which the running sum passes the uniform number's share of the total; at temperature 0 the first
// of the most likely ones. Weights below `least` do not count.
const draw = (parameters: string, least: string) => `function (logits, chance, temperature${parameters}) {
  const row = this.thread.y * this.constants.perLine + this.thread.x;
  ${TOP}
  const heat = temperature[this.thread.y][this.thread.x];
  if (heat > 0) {
    let total = 0;
    for (let j = 0; j < this.constants.vocabulary; j++) {
      const share = Math.exp((logits[row][j] - top) / heat);
      if (share >= ${least}) {
        total += share;
      }
    }
    const goal = total * chance[this.thread.y][this.thread.x];
    let sum = 0;
    for (let k = 0; k < this.constants.vocabulary; k++) {
      const weight = Math.exp((logits[row][k] - top) / heat);
      if (weight >= ${least}) {
        if (sum <= goal && weight > 0) {
          token = k;
        }
        sum += weight;
      }
    }
  }
  return token;
}`;

// The least weight that may be drawn, by halving an interval of weights that holds it: first for topK, then for the
// nucleus of what that left. At the end `low` is one that takes enough, next to one that does not.
const LEAST = `function (logits, temperature, topK, topP, minP) {
  const row = this.thread.y * this.constants.perLine + this.thread.x;
  ${TOP}
  const heat = Math.max(temperature[this.thread.y][this.thread.x], 1e-30);
  let least = 0;
  if (topK[this.thread.y][this.thread.x] > 0) {
    let high = 2;
    for (let step = 0; step < 40; step++) {
      const middle = (least + high) / 2;
      let count = 0;
      for (let j = 0; j < this.constants.vocabulary; j++) {
        if (Math.exp((logits[row][j] - top) / heat) >= middle) {
          count += 1;
        }
      }
      if (count >= topK[this.thread.y][this.thread.x]) {
        least = middle;
      } else {
        high = middle;
      }
    }
  }
  if (topP[this.thread.y][this.thread.x] < 1) {
    let total = 0;
    for (let i2 = 0; i2 < this.constants.vocabulary; i2++) {
      const weight = Math.exp((logits[row][i2] - top) / heat);
      if (weight >= least) {
        total += weight;
      }
    }
    let above = 2;
    for (let halving = 0; halving < 40; halving++) {
      const half = (least + above) / 2;
      let sum = 0;
      for (let k = 0; k < this.constants.vocabulary; k++) {
        const share = Math.exp((logits[row][k] - top) / heat);
        if (share >= half) {
          sum += share;
        }
      }
      if (half <= 1 && sum >= total * topP[this.thread.y][this.thread.x]) {
        least = half;
      } else {
        above = half;
      }
    }
  }
  return Math.max(least, minP[this.thread.y][this.thread.x]);
}`;

export function gpu({
  inputs: [logits, uniform, temperature, ...filters],
  outputs: [tokens, logProb],
}: Node): readonly GpuCall[] {
  const constants = { perLine: last(tokens!), vocabulary: last(logits!) };
  const result = logProbCalls(logits!, tokens!, logProb!);
  const inputs = [logits!, uniform!, temperature!];
  if (filters.length === 0) {
    return [{ source: draw('', '0'), inputs, output: tokens!, constants }, ...result];
  }
  const least = temporary([rows(tokens!), last(tokens!)]);
  const source = draw(', least', 'least[this.thread.y][this.thread.x]');
  return [
    { source: LEAST, inputs: [logits!, temperature!, ...filters], output: least, constants },
    { source, inputs: [...inputs, least], output: tokens!, constants },
    ...result,
  ];
}
