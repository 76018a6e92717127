import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last } from '../rules.ts';
import { logProbCalls } from '../tokenStats/gpu.ts';

// The first token at which the running sum passes the uniform number's share of the total; at temperature 0 the first
// of the most likely ones.
const DRAW = `function (logits, chance, temperature) {
  const row = this.thread.y * this.constants.perLine + this.thread.x;
  let top = logits[row][0];
  let token = 0;
  for (let i = 1; i < this.constants.vocabulary; i++) {
    if (logits[row][i] > top) {
      top = logits[row][i];
      token = i;
    }
  }
  const heat = temperature[0][0];
  if (heat > 0) {
    let total = 0;
    for (let j = 0; j < this.constants.vocabulary; j++) {
      total += Math.exp((logits[row][j] - top) / heat);
    }
    const goal = total * chance[this.thread.y][this.thread.x];
    let sum = 0;
    for (let k = 0; k < this.constants.vocabulary; k++) {
      const weight = Math.exp((logits[row][k] - top) / heat);
      if (sum <= goal && weight > 0) {
        token = k;
      }
      sum += weight;
    }
  }
  return token;
}`;

export function gpu({
  inputs: [logits, uniform, temperature],
  outputs: [tokens, logProb],
}: Node): readonly GpuCall[] {
  const constants = { perLine: last(tokens!), vocabulary: last(logits!) };
  return [
    { source: DRAW, inputs: [logits!, uniform!, temperature!], output: tokens!, constants },
    ...logProbCalls(logits!, tokens!, logProb!),
  ];
}
