import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';

const at = (name: string) => `${name}[this.thread.y][this.thread.x]`;
const GRADIENT = `const g = ${at('gradient')} * settings[0][6];`;

const FIRST_MOMENT = `function (gradient, m, settings) {
  ${GRADIENT}
  return ${at('m')} * settings[0][1] + g * (1 - settings[0][1]);
}`;

const SECOND_MOMENT = `function (gradient, v, settings) {
  ${GRADIENT}
  return ${at('v')} * settings[0][2] + g * g * (1 - settings[0][2]);
}`;

const PARAMETER = `function (parameter, m, v, settings) {
  const step = settings[0][0] * ${at('m')} / (Math.sqrt(${at('v')} * settings[0][5]) + settings[0][3]);
  return ${at('parameter')} * settings[0][4] - step;
}`;

const ZERO = 'function () { return 0; }';

// In this order: the parameter moves by the new moments, and the gradient is cleared once both have seen it.
export function gpu({ inputs }: Node): readonly GpuCall[] {
  const [parameter, gradient, m, v, settings] = inputs;
  return [
    { source: FIRST_MOMENT, inputs: [gradient!, m!, settings!], output: m! },
    { source: SECOND_MOMENT, inputs: [gradient!, v!, settings!], output: v! },
    { source: PARAMETER, inputs: [parameter!, m!, v!, settings!], output: parameter! },
    { source: ZERO, inputs: [], output: gradient! },
  ];
}
