import { type GpuCall, notANumber, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Heads } from '../attention/attention.ts';
import { last } from '../rules.ts';

// Keys: row (sequence, feature), column position.
const WRITE_KEYS = `function (keys, k, start) {
  const sequence = Math.floor((this.thread.y + 0.5) / this.constants.features);
  const feature = this.thread.y - sequence * this.constants.features;
  const token = this.thread.x - start[0][sequence];
  let value = keys[this.thread.y][this.thread.x];
  if (token >= 0 && token < this.constants.time) {
    value = k[sequence * this.constants.time + token][feature];
  }
  return value;
}`;

// Values: row (sequence, position), column feature.
const WRITE_VALUES = `function (values, v, start) {
  const sequence = Math.floor((this.thread.y + 0.5) / this.constants.capacity);
  const token = this.thread.y - sequence * this.constants.capacity - start[0][sequence];
  let value = values[this.thread.y][this.thread.x];
  if (token >= 0 && token < this.constants.time) {
    value = v[sequence * this.constants.time + token][this.thread.x];
  }
  return value;
}`;

/** The score of sequence this.thread.y's new token in \`head\` at position \`at\`, as \`score\`. */
const score = (at: string) => `let dot = 0;
    for (let d = 0; d < this.constants.size; d++) {
      const query = q[this.thread.y][head * this.constants.size + d];
      dot += query * keys[row + d][${at}];
    }
    const score = dot * this.constants.scale;`;

const KEY_ROW = `const group = Math.floor((head + 0.5) / this.constants.perGroup);
  const row = (this.thread.y * this.constants.kvHeads + group) * this.constants.size;`;

const LOG_SUM_EXP = `function (q, keys, position) {
  const head = this.thread.x;
  ${KEY_ROW}
  let top = -1e30;
  let sum = 0;
  for (let j = 0; j < this.constants.capacity; j++) {
    if (j <= position[0][this.thread.y]) {
      ${score('j')}
      const higher = Math.max(top, score);
      sum = sum * Math.exp(top - higher) + Math.exp(score - higher);
      top = higher;
    }
  }
  return top + Math.log(sum);
}`;

// One number for each head and each position of the cache.
const WEIGHTS = `function (q, keys, position, lse) {
  const head = Math.floor((this.thread.x + 0.5) / this.constants.capacity);
  const at = this.thread.x - head * this.constants.capacity;
  ${KEY_ROW}
  let weight = 0;
  if (at <= position[0][this.thread.y]) {
    ${score('at')}
    weight = Math.exp(score - lse[this.thread.y][head]);
  }
  return weight;
}`;

const OUT = `function (weights, values, position) {
  const newest = position[0][this.thread.y];
  if (newest < 0 || newest >= this.constants.capacity) {
    return ${notANumber('newest')};
  }
  const head = Math.floor((this.thread.x + 0.5) / this.constants.size);
  const group = Math.floor((head + 0.5) / this.constants.perGroup);
  const column = this.thread.x - (head - group) * this.constants.size;
  let sum = 0;
  for (let j = 0; j < this.constants.capacity; j++) {
    if (j <= newest) {
      const weight = weights[this.thread.y][head * this.constants.capacity + j];
      sum += weight * values[this.thread.y * this.constants.capacity + j][column];
    }
  }
  return sum;
}`;

export function gpuWrite({ inputs: [keys, values, k, v, start] }: Node): readonly GpuCall[] {
  const constants = { time: k!.shape[1]!, features: last(k!), capacity: last(keys!) };
  return [
    { source: WRITE_KEYS, inputs: [keys!, k!, start!], output: keys!, constants },
    { source: WRITE_VALUES, inputs: [values!, v!, start!], output: values!, constants },
  ];
}

export function gpuAttend({
  inputs: [q, keys, values, position],
  outputs: [out],
  attributes: { heads, kvHeads },
}: Node<Heads>): readonly GpuCall[] {
  const [batch] = q!.shape as [number];
  const size = last(q!) / heads;
  const capacity = last(keys!);
  const constants = { capacity, kvHeads, perGroup: heads / kvHeads, size, scale: 1 / Math.sqrt(size) };
  const lse = temporary([batch, heads]);
  const weights = temporary([batch, heads * capacity]);
  return [
    { source: LOG_SUM_EXP, inputs: [q!, keys!, position!], output: lse, constants },
    { source: WEIGHTS, inputs: [q!, keys!, position!, lse], output: weights, constants },
    { source: OUT, inputs: [weights, values!, position!], output: out!, constants },
  ];
}
