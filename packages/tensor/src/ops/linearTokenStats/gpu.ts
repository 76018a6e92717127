import { type GpuCall, notANumber, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { last, leading, rows } from '../rules.ts';
import { ENTROPY, LOG_SUM_EXP, SLOPE } from '../tokenStats/gpu.ts';

// Rows go in chunks, from `first` on; a chunk's statistics are one line. Per-token tensors have lines of `perLine`.

/** Where the token of chunk row \`row\` is among the per-token tensors. */
const token = (row: string) => `const token = this.constants.first + ${row};
  const line = Math.floor((token + 0.5) / this.constants.perLine);
  const at = token - line * this.constants.perLine;`;

const LOGITS = `function (hidden, head) {
  let sum = 0;
  for (let k = 0; k < this.constants.depth; k++) {
    sum += hidden[this.constants.first + this.thread.y][k] * head[this.thread.x][k];
  }
  return sum;
}`;

const LOG_PROB = `function (logits, targets, lse) {
  ${token('this.thread.x')}
  const target = targets[line][at];
  if (target < 0 || target >= this.constants.vocabulary) {
    return ${notANumber('target')};
  }
  return logits[this.thread.x][target] - lse[0][this.thread.x];
}`;

const SLOPES = `function (logits, targets, entropy, lse, dLogProb, dEntropy) {
  ${token('this.thread.y')}
  ${SLOPE}
}`;

const TO_HIDDEN = `function (dlogits, head) {
  let sum = 0;
  for (let k = 0; k < this.constants.vocabulary; k++) {
    sum += dlogits[this.thread.y][k] * head[k][this.thread.x];
  }
  return sum;
}`;

const toHead = (parameters: string, start: string) => `function (${parameters}) {
  let sum = ${start};
  for (let k = 0; k < this.constants.length; k++) {
    sum += dlogits[k][this.thread.y] * hidden[this.constants.first + k][this.thread.x];
  }
  return sum;
}`;
const TO_HEAD = toHead('dlogits, hidden', '0');
const MORE_TO_HEAD = toHead('dlogits, hidden, before', 'before[this.thread.y][this.thread.x]');

const JOIN_COLUMNS = `function (before, chunk) {
  if (this.thread.x < this.constants.first) {
    return before[this.thread.y][this.thread.x];
  }
  return chunk[this.thread.y][this.thread.x - this.constants.first];
}`;

const JOIN_ROWS = `function (before, chunk) {
  if (this.thread.y < this.constants.first) {
    return before[this.thread.y][this.thread.x];
  }
  return chunk[this.thread.y - this.constants.first][this.thread.x];
}`;

const TO_LINES = 'function (x) { return x[0][this.thread.y * this.constants.perLine + this.thread.x]; }';
const COPY = 'function (x) { return x[this.thread.y][this.thread.x]; }';

interface Chunk {
  readonly first: number;
  readonly length: number;
}

function chunksOf(hidden: Tensor, head: Tensor, maxLogits: number): readonly Chunk[] {
  const [count, vocabulary] = [rows(hidden), head.shape[0]!];
  const size = Math.max(1, Math.floor(maxLogits / Math.max(1, vocabulary)));
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    first: i * size,
    length: Math.min(size, count - i * size),
  }));
}

function logitsOf(hidden: Tensor, head: Tensor, { first, length }: Chunk): GpuCall {
  const output = temporary([length, head.shape[0]!]);
  return { source: LOGITS, inputs: [hidden, head], output, constants: { first, depth: last(hidden) } };
}

/** Puts the chunks together: the calls, and the whole. */
function joined(chunks: readonly Chunk[], pieces: readonly Tensor[], isLine: boolean): [GpuCall[], Tensor] {
  const calls: GpuCall[] = [];
  const whole = pieces.reduce((before, piece, i) => {
    const { first, length } = chunks[i]!;
    const output = temporary(isLine ? [1, first + length] : [first + length, last(piece)]);
    const source = isLine ? JOIN_COLUMNS : JOIN_ROWS;
    calls.push({ source, inputs: [before, piece], output, constants: { first } });
    return output;
  });
  return [calls, whole];
}

export function gpuForward({
  inputs: [hidden, head, targets],
  outputs: [logProb, entropy, normaliser],
  attributes,
}: Node<{ readonly maxLogits: number }>): readonly GpuCall[] {
  const chunks = chunksOf(hidden!, head!, attributes.maxLogits);
  if (chunks.length === 0) return [];
  const vocabulary = head!.shape[0]!;
  const perLine = last({ shape: leading(hidden!) });
  const parts = chunks.map(chunk => {
    const logits = logitsOf(hidden!, head!, chunk);
    const z = logits.output;
    const [lse, chosen, spread] = Array.from({ length: 3 }, () => temporary([1, chunk.length])) as Tensor[];
    const own = { perLine: chunk.length, vocabulary };
    const calls: GpuCall[] = [
      logits,
      { source: LOG_SUM_EXP, inputs: [z], output: lse!, constants: own },
      {
        source: LOG_PROB,
        inputs: [z, targets!, lse!],
        output: chosen!,
        constants: { first: chunk.first, perLine, vocabulary },
      },
      { source: ENTROPY, inputs: [z, lse!], output: spread!, constants: own },
    ];
    return { calls, pieces: [chosen!, spread!, lse!] };
  });
  const results = [logProb!, entropy!, normaliser!].flatMap((output, which) => {
    const pieces = parts.map(part => part.pieces[which]!);
    const [calls, whole] = joined(chunks, pieces, true);
    return [...calls, { source: TO_LINES, inputs: [whole], output, constants: { perLine } }];
  });
  return [...parts.flatMap(({ calls }) => calls), ...results];
}

export function gpuGradient({
  inputs: [hidden, head, targets, entropy, normaliser, dLogProb, dEntropy],
  outputs: [dhidden, dhead],
  attributes,
}: Node<{ readonly maxLogits: number }>): readonly GpuCall[] {
  const chunks = chunksOf(hidden!, head!, attributes.maxLogits);
  const vocabulary = head!.shape[0]!;
  const perLine = last(entropy!);
  if (chunks.length === 0) {
    return dhead ? [{ source: 'function () { return 0; }', inputs: [], output: dhead }] : [];
  }
  const calls: GpuCall[] = [];
  let sum: Tensor | undefined;
  const pieces = chunks.map((chunk, i) => {
    const logits = logitsOf(hidden!, head!, chunk);
    const dz = temporary(logits.output.shape);
    const piece = temporary([chunk.length, last(hidden!)]);
    const { first, length } = chunk;
    calls.push(
      logits,
      {
        source: SLOPES,
        inputs: [logits.output, targets!, entropy!, normaliser!, dLogProb!, dEntropy!],
        output: dz,
        constants: { first, perLine },
      },
      { source: TO_HIDDEN, inputs: [dz, head!], output: piece, constants: { vocabulary } },
    );
    if (dhead) {
      const next = i === chunks.length - 1 ? dhead : temporary(head!.shape);
      calls.push({
        source: sum ? MORE_TO_HEAD : TO_HEAD,
        inputs: [dz, hidden!, ...(sum ? [sum] : [])],
        output: next,
        constants: { first, length },
      });
      sum = next;
    }
    return piece;
  });
  const [joins, whole] = joined(chunks, pieces, false);
  return [...calls, ...joins, { source: COPY, inputs: [whole], output: dhidden! }];
}
