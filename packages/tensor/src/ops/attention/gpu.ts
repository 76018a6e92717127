// Rows of all matrices are tokens, batch * time of them; columns are a head's features, or (of the weights) a head's
// positions: column h * time + j of row i is what token i gives to position j of its own sequence.

import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { last, rows } from '../rules.ts';
import type { Heads } from './attention.ts';

type Sizes = Record<'time' | 'heads' | 'perGroup' | 'size' | 'scale', number>;

/** Declares quotient and remainder of a row or column: no GPU need divide exactly. */
const split = (value: string, divisor: string, quotient: string, remainder: string) =>
  `const ${quotient} = Math.floor((${value} + 0.5) / this.constants.${divisor});
  const ${remainder} = ${value} - ${quotient} * this.constants.${divisor};`;

const OWN_SEQUENCE = `${split('this.thread.y', 'time', 'sequence', 'token')}
  const first = this.thread.y - token;`;

/** Where the key head of query head \`head\` starts. */
const KEY_HEAD = 'const from = Math.floor((head + 0.5) / this.constants.perGroup) * this.constants.size;';

// The running maximum moves as larger scores come, and with it what was summed so far.
const LOG_SUM_EXP = `function (q, k) {
  ${OWN_SEQUENCE}
  const head = this.thread.x;
  ${KEY_HEAD}
  let top = -1e30;
  let sum = 0;
  for (let j = 0; j < this.constants.time; j++) {
    if (j <= token) {
      let dot = 0;
      for (let d = 0; d < this.constants.size; d++) {
        dot += q[this.thread.y][head * this.constants.size + d] * k[first + j][from + d];
      }
      const score = dot * this.constants.scale;
      const higher = Math.max(top, score);
      sum = sum * Math.exp(top - higher) + Math.exp(score - higher);
      top = higher;
    }
  }
  return top + Math.log(sum);
}`;

const WEIGHTS = `function (q, k, lse) {
  ${OWN_SEQUENCE}
  ${split('this.thread.x', 'time', 'head', 'position')}
  ${KEY_HEAD}
  let weight = 0;
  if (position <= token) {
    let dot = 0;
    for (let d = 0; d < this.constants.size; d++) {
      dot += q[this.thread.y][head * this.constants.size + d] * k[first + position][from + d];
    }
    weight = Math.exp(dot * this.constants.scale - lse[this.thread.y][head]);
  }
  return weight;
}`;

const OUT = `function (weights, v) {
  ${OWN_SEQUENCE}
  ${split('this.thread.x', 'size', 'head', 'feature')}
  ${KEY_HEAD}
  let sum = 0;
  for (let j = 0; j < this.constants.time; j++) {
    if (j <= token) {
      sum += weights[this.thread.y][head * this.constants.time + j] * v[first + j][from + feature];
    }
  }
  return sum;
}`;

// P (dout vT - D), with D = dout outT taken into the product
const SCORE_GRADIENT = `function (weights, v, result, dresult) {
  ${OWN_SEQUENCE}
  ${split('this.thread.x', 'time', 'head', 'position')}
  ${KEY_HEAD}
  let sum = 0;
  if (position <= token) {
    for (let d = 0; d < this.constants.size; d++) {
      const column = head * this.constants.size + d;
      sum += dresult[this.thread.y][column] * (v[first + position][from + d] - result[this.thread.y][column]);
    }
  }
  return sum * weights[this.thread.y][this.thread.x] * this.constants.scale;
}`;

// A key or value gathers from its own and all later tokens, of every query head of its group.
const GATHER = `function (weights, rows) {
  ${OWN_SEQUENCE}
  ${split('this.thread.x', 'size', 'group', 'feature')}
  let sum = 0;
  for (let h = 0; h < this.constants.perGroup; h++) {
    const head = group * this.constants.perGroup + h;
    for (let i = 0; i < this.constants.time; i++) {
      if (i >= token) {
        const weight = weights[first + i][head * this.constants.time + token];
        sum += weight * rows[first + i][head * this.constants.size + feature];
      }
    }
  }
  return sum;
}`;

export function gpuForward({
  inputs: [q, k, v],
  outputs: [out, lse],
  attributes,
}: Node<Heads>): readonly GpuCall[] {
  const constants = sizesOf(q!, attributes);
  const weights = temporary([rows(q!), constants.heads * constants.time]);
  return [
    { source: LOG_SUM_EXP, inputs: [q!, k!], output: lse!, constants },
    { source: WEIGHTS, inputs: [q!, k!, lse!], output: weights, constants },
    { source: OUT, inputs: [weights, v!], output: out!, constants },
  ];
}

export function gpuGradient({
  inputs: [q, k, v, out, lse, dout],
  outputs: [dq, dk, dv],
  attributes,
}: Node<Heads>): readonly GpuCall[] {
  const constants = sizesOf(q!, attributes);
  const weights = temporary([rows(q!), constants.heads * constants.time]);
  const dscores = temporary(weights.shape);
  return [
    { source: WEIGHTS, inputs: [q!, k!, lse!], output: weights, constants },
    { source: SCORE_GRADIENT, inputs: [weights, v!, out!, dout!], output: dscores, constants },
    { source: OUT, inputs: [dscores, k!], output: dq!, constants },
    { source: GATHER, inputs: [dscores, q!], output: dk!, constants },
    { source: GATHER, inputs: [weights, dout!], output: dv!, constants },
  ];
}

function sizesOf(q: Tensor, { heads, kvHeads }: Heads): Sizes {
  const size = last(q) / heads;
  return { time: q.shape[1]!, heads, perGroup: heads / kvHeads, size, scale: 1 / Math.sqrt(size) };
}
