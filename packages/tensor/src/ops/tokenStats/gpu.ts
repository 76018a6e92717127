import { type GpuCall, notANumber, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { last, leading } from '../rules.ts';

// One number a row of logits, laid out in lines of `perLine`.
const ROW = 'const row = this.thread.y * this.constants.perLine + this.thread.x;';
const PICK = `const target = targets[this.thread.y][this.thread.x];
  if (target < 0 || target >= this.constants.vocabulary) {
    return ${notANumber('target')};
  }
  return logits[row][target] - lse[this.thread.y][this.thread.x];`;

// Sums over a vocabulary go in stretches of 64, so that float32 loses little: `sum` is what the body adds to `part`.
const inStretches = (body: string) => `let sum = 0;
  for (let s = 0; s < this.constants.vocabulary / 64; s++) {
    let part = 0;
    for (let t = 0; t < 64; t++) {
      const j = s * 64 + t;
      if (j < this.constants.vocabulary) {
        ${body}
      }
    }
    sum += part;
  }`;

export const LOG_SUM_EXP: string = `function (logits) {
  ${ROW}
  let top = logits[row][0];
  for (let i = 1; i < this.constants.vocabulary; i++) {
    top = Math.max(top, logits[row][i]);
  }
  ${inStretches('part += Math.exp(logits[row][j] - top);')}
  return top + Math.log(sum);
}`;

const LOG_PROB = `function (logits, targets, lse) {
  ${ROW}
  ${PICK}
}`;

export const ENTROPY: string = `function (logits, lse) {
  ${ROW}
  const normaliser = lse[this.thread.y][this.thread.x];
  ${inStretches(`const logP = logits[row][j] - normaliser;
        part -= Math.exp(logP) * logP;`)}
  return sum;
}`;

/** The end of a kernel: the slope of a token's logit, from its statistics at [line][at]. */
export const SLOPE: string = `const logP = logits[this.thread.y][this.thread.x] - lse[line][at];
  const slope = dLogProb[line][at] + dEntropy[line][at] * (logP + entropy[line][at]);
  let chosen = 0;
  if (targets[line][at] === this.thread.x) {
    chosen = dLogProb[line][at];
  }
  return chosen - Math.exp(logP) * slope;`;

const GRADIENT = `function (logits, targets, lse, entropy, dLogProb, dEntropy) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.perLine);
  const at = this.thread.y - line * this.constants.perLine;
  ${SLOPE}
}`;

/** The calls that compute the log-probabilities of `targets`, and the logarithm of each row's normaliser, `lse`. */
export function logProbCalls(
  logits: Tensor,
  targets: Tensor,
  logProb: Tensor,
  lse: Tensor = temporary(leading(logits)),
): readonly GpuCall[] {
  const constants = sizes(logits);
  return [
    { source: LOG_SUM_EXP, inputs: [logits], output: lse, constants },
    { source: LOG_PROB, inputs: [logits, targets, lse], output: logProb, constants },
  ];
}

export function gpuForward({
  inputs: [logits, targets],
  outputs: [logProb, entropy, lse],
}: Node): readonly GpuCall[] {
  const calls = logProbCalls(logits!, targets!, logProb!, lse!);
  const constants = sizes(logits!);
  return [...calls, { source: ENTROPY, inputs: [logits!, lse!], output: entropy!, constants }];
}

export function gpuGradient({
  inputs: [logits, targets, entropy, lse, dLogProb, dEntropy],
  outputs: [dlogits],
}: Node): readonly GpuCall[] {
  const inputs = [logits!, targets!, lse!, entropy!, dLogProb!, dEntropy!];
  return [{ source: GRADIENT, inputs, output: dlogits!, constants: { perLine: last(entropy!) } }];
}

function sizes(logits: Tensor): Record<'perLine' | 'vocabulary', number> {
  return { perLine: last({ shape: leading(logits) }), vocabulary: last(logits) };
}
