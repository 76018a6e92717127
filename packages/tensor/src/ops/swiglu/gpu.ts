import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';

const FORWARD = `function (gate, up) {
  const g = gate[this.thread.y][this.thread.x];
  return g / (1 + Math.exp(-g)) * up[this.thread.y][this.thread.x];
}`;

const GRADIENT_GATE = `function (gate, up, dy) {
  const g = gate[this.thread.y][this.thread.x];
  const s = 1 / (1 + Math.exp(-g));
  return dy[this.thread.y][this.thread.x] * up[this.thread.y][this.thread.x] * s * (1 + g * (1 - s));
}`;

const GRADIENT_UP = `function (gate, dy) {
  const g = gate[this.thread.y][this.thread.x];
  return dy[this.thread.y][this.thread.x] * g / (1 + Math.exp(-g));
}`;

export function gpuForward({ inputs, outputs }: Node): readonly GpuCall[] {
  return [{ source: FORWARD, inputs, output: outputs[0]! }];
}

export function gpuGradient({ inputs, outputs: [dgate, dup] }: Node): readonly GpuCall[] {
  const [gate, , dy] = inputs;
  return [
    { source: GRADIENT_GATE, inputs, output: dgate! },
    { source: GRADIENT_UP, inputs: [gate!, dy!], output: dup! },
  ];
}
