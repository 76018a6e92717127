import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';

export const ADD =
  'function (a, b) { return a[this.thread.y][this.thread.x] + b[this.thread.y][this.thread.x]; }';

export function gpu({ inputs, outputs }: Node): readonly GpuCall[] {
  return [{ source: ADD, inputs, output: outputs[0]! }];
}
