import { type GpuCall, notANumber, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Heads } from '../attention/attention.ts';

// Keys: row (sequence, block, feature of all heads), column the position in the block.
const WRITE_KEYS = `function (keys, k, start) {
  const block = Math.floor((this.thread.y + 0.5) / this.constants.features);
  const feature = this.thread.y - block * this.constants.features;
  const sequence = Math.floor((block + 0.5) / this.constants.blocks);
  const position = (block - sequence * this.constants.blocks) * 16 + this.thread.x;
  const token = position - start[0][sequence];
  let value = keys[this.thread.y][this.thread.x];
  if (token >= 0 && token < this.constants.time) {
    value = k[sequence * this.constants.time + token][feature];
  }
  return value;
}`;

// Values: row (sequence, position, key head), column feature of the head.
const WRITE_VALUES = `function (values, v, start) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.kvHeads);
  const group = this.thread.y - line * this.constants.kvHeads;
  const sequence = Math.floor((line + 0.5) / this.constants.capacity);
  const token = line - sequence * this.constants.capacity - start[0][sequence];
  let value = values[this.thread.y][this.thread.x];
  if (token >= 0 && token < this.constants.time) {
    value = v[sequence * this.constants.time + token][group * this.constants.size + this.thread.x];
  }
  return value;
}`;

/** The score of sequence this.thread.y's new token in \`head\` at position \`at\`, as \`score\`. */
const score = (at: string) => `const block = Math.floor((${at} + 0.5) / 16);
    const lane = ${at} - block * 16;
    const row = (first + block * this.constants.kvHeads) * this.constants.size;
    let dot = 0;
    for (let d = 0; d < this.constants.size; d++) {
      const query = q[this.thread.y][head * this.constants.size + d];
      dot += query * keys[row + d][lane];
    }
    const score = dot * this.constants.scale;`;

const KEYS = `const group = Math.floor((head + 0.5) / this.constants.perGroup);
  const first = this.thread.y * this.constants.blocks * this.constants.kvHeads + group;`;

const LOG_SUM_EXP = `function (q, keys, position) {
  const head = this.thread.x;
  ${KEYS}
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
  ${KEYS}
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
  const first = this.thread.y * this.constants.capacity;
  const column = this.thread.x - head * this.constants.size;
  let sum = 0;
  for (let j = 0; j < this.constants.capacity; j++) {
    if (j <= newest) {
      const weight = weights[this.thread.y][head * this.constants.capacity + j];
      sum += weight * values[(first + j) * this.constants.kvHeads + group][column];
    }
  }
  return sum;
}`;

export function gpuWrite({ inputs: [keys, values, k, v, start] }: Node): readonly GpuCall[] {
  const [, capacity, kvHeads, size] = values!.shape as [number, number, number, number];
  const features = kvHeads * size;
  const constants = { time: k!.shape[1]!, blocks: keys!.shape[1]!, capacity, features, kvHeads, size };
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
  const [, capacity, , size] = values!.shape as [number, number, number, number];
  const blocks = keys!.shape[1]!;
  const perGroup = heads / kvHeads;
  const constants = { capacity, blocks, kvHeads, perGroup, size, scale: 1 / Math.sqrt(size) };
  const lse = temporary([batch, heads]);
  const weights = temporary([batch, heads * capacity]);
  return [
    { source: LOG_SUM_EXP, inputs: [q!, keys!, position!], output: lse, constants },
    { source: WEIGHTS, inputs: [q!, keys!, position!, lse], output: weights, constants },
    { source: OUT, inputs: [weights, values!, position!], output: out!, constants },
  ];
}
