import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// `scale` has one number for each row of x, laid out in lines of `perLine`.

const SCALE = `function (x) {
  const row = this.thread.y * this.constants.perLine + this.thread.x;
  let squares = 0;
  for (let j = 0; j < this.constants.features; j++) {
    squares += x[row][j] * x[row][j];
  }
  return 1 / Math.sqrt(squares / this.constants.features + this.constants.epsilon);
}`;

const lineOf = (row: string) => `Math.floor((${row} + 0.5) / this.constants.perLine)`;

const FORWARD = `function (x, weight, scale) {
  const line = ${lineOf('this.thread.y')};
  const r = scale[line][this.thread.y - line * this.constants.perLine];
  return x[this.thread.y][this.thread.x] * r * weight[0][this.thread.x];
}`;

const GRADIENT_INPUT = `function (x, weight, scale, dy) {
  const line = ${lineOf('this.thread.y')};
  const r = scale[line][this.thread.y - line * this.constants.perLine];
  let sum = 0;
  for (let j = 0; j < this.constants.features; j++) {
    sum += weight[0][j] * dy[this.thread.y][j] * x[this.thread.y][j];
  }
  const direct = weight[0][this.thread.x] * dy[this.thread.y][this.thread.x] * r;
  return direct - x[this.thread.y][this.thread.x] * r * r * r * sum / this.constants.features;
}`;

const GRADIENT_WEIGHT = `function (x, scale, dy) {
  let sum = 0;
  for (let i = 0; i < this.constants.lines; i++) {
    for (let j = 0; j < this.constants.perLine; j++) {
      const row = i * this.constants.perLine + j;
      sum += dy[row][this.thread.x] * x[row][this.thread.x] * scale[i][j];
    }
  }
  return sum;
}`;

export function gpuForward({
  inputs: [x, weight],
  outputs: [y, scale],
  attributes,
}: Node<{ readonly epsilon: number }>): readonly GpuCall[] {
  const perLine = last(scale!);
  const constants = { perLine, features: last(x!), epsilon: attributes.epsilon };
  return [
    { source: SCALE, inputs: [x!], output: scale!, constants },
    { source: FORWARD, inputs: [x!, weight!, scale!], output: y!, constants: { perLine } },
  ];
}

export function gpuGradientInput({ inputs, outputs }: Node): readonly GpuCall[] {
  const [x, , scale] = inputs;
  const constants = { perLine: last(scale!), features: last(x!) };
  return [{ source: GRADIENT_INPUT, inputs, output: outputs[0]!, constants }];
}

export function gpuGradientWeight({ inputs, outputs }: Node): readonly GpuCall[] {
  const [, scale] = inputs;
  const constants = { lines: rows(scale!), perLine: last(scale!) };
  return [{ source: GRADIENT_WEIGHT, inputs, output: outputs[0]!, constants }];
}
