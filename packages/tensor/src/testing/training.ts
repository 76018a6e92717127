// A small training that touches most of the engine, for comparing places where it runs.

import type { DeviceReport } from '../backends/backend.ts';
import { type DeviceOptions, openDevice } from '../device.ts';
import { input } from '../graph/tensor.ts';
import { valueAndGrad } from '../graph/valueAndGrad.ts';
import { sub } from '../ops/binary/sub.ts';
import { linear } from '../ops/matmul/matmul.ts';
import { mean } from '../ops/mean/mean.ts';
import { square } from '../ops/unary/square.ts';
import { tanh } from '../ops/unary/tanh.ts';
import { AdamW } from '../optimisers/adamW.ts';
import { noise } from './random.ts';

export interface Trained {
  readonly report: DeviceReport;
  /** Of the weights. */
  readonly bits: readonly number[];
}

/** A two-layer network after 20 steps. */
export async function trainedWeights(options: DeviceOptions): Promise<Trained> {
  const device = await openDevice(options);
  const hidden = device.variable([40, 24], noise(960, 1));
  const output = device.variable([3, 40], noise(120, 2));
  const adam = new AdamW(device, [hidden, output], { learningRate: 0.01 });
  const inputs = { x: input([65, 24]), y: input([65, 3]), settings: adam.settings };
  const error = sub(linear(tanh(linear(inputs.x, hidden)), output), inputs.y);
  const { gradients } = valueAndGrad(mean(square(error)), [hidden, output]);
  const { plans } = device.compile({ inputs, effects: adam.update(gradients) });
  const data = { x: noise(65 * 24, 3), y: noise(65 * 3, 4) };
  for (let step = 0; step < 20; step++) await plans[0].run({ ...data, settings: adam.next() });
  const weights = (await hidden.read()) as Float32Array;
  const { report } = device;
  await device.close();
  return { report, bits: [...new Int32Array(weights.buffer)] };
}
