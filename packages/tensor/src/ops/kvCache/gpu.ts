import { type GpuCall, notANumber, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Heads } from '../attention/attention.ts';

// Of a kernel that computes the cache anew, cell by cell: the token among all rows' that is written to its position, as
// `from`; -1 where none is. Rows that are lanes look at one row only.
const OWN_ROW = `let from = -1;
  if (lane < this.constants.batch) {
    const offset = position - start[0][lane];
    if (offset >= 0 && offset < this.constants.time) {
      from = lane * this.constants.time + offset;
    }
  }`;
const ANY_ROW = `let from = -1;
  for (let b = 0; b < this.constants.batch; b++) {
    const offset = position - start[0][b];
    if (lanes[0][b] === lane && offset >= 0 && offset < this.constants.time) {
      from = b * this.constants.time + offset;
    }
  }`;

// Keys: row (lane, block, feature of all heads), column the position in the block.
const KEY_CELL = `const block = Math.floor((this.thread.y + 0.5) / this.constants.features);
  const feature = this.thread.y - block * this.constants.features;
  const lane = Math.floor((block + 0.5) / this.constants.blocks);
  const position = (block - lane * this.constants.blocks) * 16 + this.thread.x;`;

// Values: row (lane, position, key head), column feature of the head.
const VALUE_CELL = `const line = Math.floor((this.thread.y + 0.5) / this.constants.kvHeads);
  const group = this.thread.y - line * this.constants.kvHeads;
  const lane = Math.floor((line + 0.5) / this.constants.capacity);
  const position = line - lane * this.constants.capacity;`;

const writeKeys = (parameters: string, find: string) => `function (keys, k, start${parameters}) {
  ${KEY_CELL}
  ${find}
  let value = keys[this.thread.y][this.thread.x];
  if (from >= 0) {
    value = k[from][feature];
  }
  return value;
}`;

const writeValues = (parameters: string, find: string) => `function (values, v, start${parameters}) {
  ${VALUE_CELL}
  ${find}
  let value = values[this.thread.y][this.thread.x];
  if (from >= 0) {
    value = v[from][group * this.constants.size + this.thread.x];
  }
  return value;
}`;

// Lines of the source lie as far from its lane's first as lines of the target from its own.
const copy = (cell: string, linesOfLane: string) => `function (cache, from, to, length) {
  ${cell}
  let copied = this.thread.y;
  for (let i = 0; i < this.constants.copies; i++) {
    const source = from[0][i];
    if (to[0][i] === lane && position < length[0][i] && source >= 0 && source < this.constants.lanes) {
      copied = this.thread.y + (source - lane) * ${linesOfLane};
    }
  }
  return cache[copied][this.thread.x];
}`;
const COPY_KEYS = copy(KEY_CELL, 'this.constants.blocks * this.constants.features');
const COPY_VALUES = copy(VALUE_CELL, 'this.constants.capacity * this.constants.kvHeads');

/** The score of sequence this.thread.y's new token in \`head\` at position \`at\`, as \`score\`. */
const score = (at: string) => `const block = Math.floor((${at} + 0.5) / 16);
    const column = ${at} - block * 16;
    const row = (first + block * this.constants.kvHeads) * this.constants.size;
    let dot = 0;
    for (let d = 0; d < this.constants.size; d++) {
      const query = q[this.thread.y][head * this.constants.size + d];
      dot += query * keys[row + d][column];
    }
    const score = dot * this.constants.scale;`;

const keysOf = (lane: string) => `const group = Math.floor((head + 0.5) / this.constants.perGroup);
  const first = ${lane} * this.constants.blocks * this.constants.kvHeads + group;`;

const logSumExp = (parameters: string, lane: string) => `function (q, keys, position${parameters}) {
  const head = this.thread.x;
  ${keysOf(lane)}
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
const weightsOf = (parameters: string, lane: string) => `function (q, keys, position, lse${parameters}) {
  const head = Math.floor((this.thread.x + 0.5) / this.constants.capacity);
  const at = this.thread.x - head * this.constants.capacity;
  ${keysOf(lane)}
  let weight = 0;
  if (at <= position[0][this.thread.y]) {
    ${score('at')}
    weight = Math.exp(score - lse[this.thread.y][head]);
  }
  return weight;
}`;

const outOf = (parameters: string, lane: string) => `function (weights, values, position${parameters}) {
  const newest = position[0][this.thread.y];
  const lane = ${lane};
  if (newest < 0 || newest >= this.constants.capacity || lane < 0 || lane >= this.constants.lanes) {
    return ${notANumber('newest')};
  }
  const head = Math.floor((this.thread.x + 0.5) / this.constants.size);
  const group = Math.floor((head + 0.5) / this.constants.perGroup);
  const first = lane * this.constants.capacity;
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

// A lane that is none reads the first one's numbers and gives NaN in the end.
const NAMED = 'Math.min(Math.max(lanes[0][this.thread.y], 0), this.constants.lanes - 1)';

export function gpuWrite({ inputs: [keys, values, k, v, start, lanes] }: Node): readonly GpuCall[] {
  const [, capacity, kvHeads, size] = values!.shape as [number, number, number, number];
  const features = kvHeads * size;
  const [batch, time] = k!.shape as [number, number];
  const constants = { batch, time, blocks: keys!.shape[1]!, capacity, features, kvHeads, size };
  const [parameters, find] = lanes ? [', lanes', ANY_ROW] : ['', OWN_ROW];
  const named = lanes ? [lanes] : [];
  return [
    { source: writeKeys(parameters, find), inputs: [keys!, k!, start!, ...named], output: keys!, constants },
    {
      source: writeValues(parameters, find),
      inputs: [values!, v!, start!, ...named],
      output: values!,
      constants,
    },
  ];
}

export function gpuAttend({
  inputs: [q, keys, values, position, lanes],
  outputs: [out],
  attributes: { heads, kvHeads },
}: Node<Heads>): readonly GpuCall[] {
  const [batch] = q!.shape as [number];
  const [count, capacity, , size] = values!.shape as [number, number, number, number];
  const blocks = keys!.shape[1]!;
  const perGroup = heads / kvHeads;
  const constants = { capacity, blocks, kvHeads, perGroup, size, scale: 1 / Math.sqrt(size), lanes: count };
  const lse = temporary([batch, heads]);
  const weights = temporary([batch, heads * capacity]);
  const named = lanes ? [lanes] : [];
  const parameters = lanes ? ', lanes' : '';
  const readable = lanes ? NAMED : 'this.thread.y';
  const lane = lanes ? 'lanes[0][this.thread.y]' : 'this.thread.y';
  return [
    {
      source: logSumExp(parameters, readable),
      inputs: [q!, keys!, position!, ...named],
      output: lse,
      constants,
    },
    {
      source: weightsOf(parameters, readable),
      inputs: [q!, keys!, position!, lse, ...named],
      output: weights,
      constants,
    },
    {
      source: outOf(parameters, lane),
      inputs: [weights, values!, position!, ...named],
      output: out!,
      constants,
    },
  ];
}

export function gpuCopy({ inputs: [keys, values, from, to, length] }: Node): readonly GpuCall[] {
  const [lanes, capacity, kvHeads, size] = values!.shape as [number, number, number, number];
  const constants = {
    blocks: keys!.shape[1]!,
    capacity,
    features: kvHeads * size,
    kvHeads,
    lanes,
    copies: from!.size,
  };
  return [keys!, values!].map((cache, i) => ({
    source: i === 0 ? COPY_KEYS : COPY_VALUES,
    inputs: [cache, from!, to!, length!],
    output: cache,
    constants,
  }));
}
