import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// What belongs to a row lies in one column, [rows, 1].

const MEAN = `function (x) {
  let sum = 0;
  for (let j = 0; j < this.constants.features; j++) {
    sum += x[this.thread.y][j];
  }
  return sum / this.constants.features;
}`;

const SCALE = `function (x, mean) {
  let squares = 0;
  for (let j = 0; j < this.constants.features; j++) {
    const d = x[this.thread.y][j] - mean[this.thread.y][0];
    squares += d * d;
  }
  return 1 / Math.sqrt(squares / this.constants.features + this.constants.epsilon);
}`;

const FORWARD = `function (x, weight, bias, mean, scale) {
  const h = (x[this.thread.y][this.thread.x] - mean[this.thread.y][0]) * scale[this.thread.y][0];
  return h * weight[0][this.thread.x] + bias[0][this.thread.x];
}`;

// means of g = weight dy, and of g h
const MEAN_G = `function (weight, dy) {
  let sum = 0;
  for (let j = 0; j < this.constants.features; j++) {
    sum += weight[0][j] * dy[this.thread.y][j];
  }
  return sum / this.constants.features;
}`;

const MEAN_GH = `function (x, weight, mean, scale, dy) {
  let sum = 0;
  for (let j = 0; j < this.constants.features; j++) {
    sum += weight[0][j] * dy[this.thread.y][j] * (x[this.thread.y][j] - mean[this.thread.y][0]);
  }
  return sum * scale[this.thread.y][0] / this.constants.features;
}`;

const GRADIENT_INPUT = `function (x, weight, mean, scale, dy, meanG, meanGh) {
  const r = scale[this.thread.y][0];
  const h = (x[this.thread.y][this.thread.x] - mean[this.thread.y][0]) * r;
  const g = weight[0][this.thread.x] * dy[this.thread.y][this.thread.x];
  return r * (g - meanG[this.thread.y][0] - h * meanGh[this.thread.y][0]);
}`;

const GRADIENT_WEIGHT = `function (x, mean, scale, dy) {
  let sum = 0;
  for (let i = 0; i < this.constants.rows; i++) {
    sum += dy[i][this.thread.x] * (x[i][this.thread.x] - mean[i][0]) * scale[i][0];
  }
  return sum;
}`;

const GRADIENT_BIAS = `function (dy) {
  let sum = 0;
  for (let i = 0; i < this.constants.rows; i++) {
    sum += dy[i][this.thread.x];
  }
  return sum;
}`;

export function gpuForward({
  inputs: [x, weight, bias],
  outputs: [y, mean, scale],
  attributes: { epsilon },
}: Node<{ readonly epsilon: number }>): readonly GpuCall[] {
  const features = last(x!);
  return [
    { source: MEAN, inputs: [x!], output: mean!, constants: { features } },
    { source: SCALE, inputs: [x!, mean!], output: scale!, constants: { features, epsilon } },
    { source: FORWARD, inputs: [x!, weight!, bias!, mean!, scale!], output: y! },
  ];
}

export function gpuGradientInput({ inputs, outputs: [dx] }: Node): readonly GpuCall[] {
  const [x, weight, , , dy] = inputs;
  const constants = { features: last(x!) };
  const [meanG, meanGh] = [temporary([rows(x!), 1]), temporary([rows(x!), 1])];
  return [
    { source: MEAN_G, inputs: [weight!, dy!], output: meanG, constants },
    { source: MEAN_GH, inputs, output: meanGh, constants },
    { source: GRADIENT_INPUT, inputs: [...inputs, meanG, meanGh], output: dx! },
  ];
}

export function gpuGradientWeight({ inputs, outputs: [dweight, dbias] }: Node): readonly GpuCall[] {
  const [x, , , dy] = inputs;
  const constants = { rows: rows(x!) };
  return [
    { source: GRADIENT_WEIGHT, inputs, output: dweight!, constants },
    { source: GRADIENT_BIAS, inputs: [dy!], output: dbias!, constants },
  ];
}
