import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// What belongs to a row lies in one column, [rows, 1].

const TOP = `function (x) {
  let top = x[this.thread.y][0];
  for (let j = 1; j < this.constants.n; j++) {
    top = Math.max(top, x[this.thread.y][j]);
  }
  return top;
}`;

const TOTAL = `function (x, top) {
  let sum = 0;
  for (let j = 0; j < this.constants.n; j++) {
    sum += Math.exp(x[this.thread.y][j] - top[this.thread.y][0]);
  }
  return sum;
}`;

const forward = (log: boolean) => `function (x, top, total) {
  const d = x[this.thread.y][this.thread.x] - top[this.thread.y][0];
  return ${log ? 'd - Math.log(total[this.thread.y][0])' : 'Math.exp(d) / total[this.thread.y][0]'};
}`;

const dot = (log: boolean) => `function (y, dy) {
  let sum = 0;
  for (let j = 0; j < this.constants.n; j++) {
    sum += dy[this.thread.y][j]${log ? '' : ' * y[this.thread.y][j]'};
  }
  return sum;
}`;

const gradient = (log: boolean) => `function (y, dy, dot) {
  const value = y[this.thread.y][this.thread.x];
  const slope = dy[this.thread.y][this.thread.x];
  return ${log ? 'slope - Math.exp(value) * dot[this.thread.y][0]' : 'value * (slope - dot[this.thread.y][0])'};
}`;

export function gpuForward(log: boolean, { inputs: [x], outputs: [y] }: Node): readonly GpuCall[] {
  const constants = { n: last(x!) };
  const [top, total] = [temporary([rows(x!), 1]), temporary([rows(x!), 1])];
  return [
    { source: TOP, inputs: [x!], output: top, constants },
    { source: TOTAL, inputs: [x!, top], output: total, constants },
    { source: forward(log), inputs: [x!, top, total], output: y! },
  ];
}

export function gpuGradient(log: boolean, { inputs: [y, dy], outputs: [dx] }: Node): readonly GpuCall[] {
  const sum = temporary([rows(y!), 1]);
  return [
    { source: dot(log), inputs: [y!, dy!], output: sum, constants: { n: last(y!) } },
    { source: gradient(log), inputs: [y!, dy!, sum], output: dx! },
  ];
}
