import { type GpuCall, notANumber } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

const GATHER = `function (ids, table) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.perLine);
  const id = ids[line][this.thread.y - line * this.constants.perLine];
  if (id < 0 || id >= this.constants.vocabulary) {
    return ${notANumber('id')};
  }
  return table[id][this.thread.x];
}`;

// Each row of the table looks through all tokens, in their order: GPUs of this kind cannot scatter.
const GRADIENT = `function (ids, dy) {
  let sum = 0;
  for (let i = 0; i < this.constants.lines; i++) {
    for (let j = 0; j < this.constants.perLine; j++) {
      if (ids[i][j] === this.thread.y) {
        sum += dy[i * this.constants.perLine + j][this.thread.x];
      }
    }
  }
  return sum;
}`;

export function gpuForward({ inputs, outputs }: Node): readonly GpuCall[] {
  const [ids, table] = inputs;
  const constants = { perLine: last(ids!), vocabulary: rows(table!) };
  return [{ source: GATHER, inputs, output: outputs[0]!, constants }];
}

export function gpuGradient({ inputs, outputs }: Node): readonly GpuCall[] {
  const [ids] = inputs;
  const constants = { lines: rows(ids!), perLine: last(ids!) };
  return [{ source: GRADIENT, inputs, output: outputs[0]!, constants }];
}
