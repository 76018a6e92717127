// Our side as a peer: `main.ts BUILD [FOLDER]`, where BUILD is `default` or `128-bit` and FOLDER holds the material of a model;
// only matrix products go without one.

import { type Device, openDevice } from '@trapo/tensor';
import { type Material, readMaterial } from '../../engine/material.ts';
import { serve, timed } from '../serve.ts';
import { Model } from './model.ts';
import { Product } from './product.ts';

const [build, folder] = process.argv.slice(2);
const material: Material | undefined = folder === undefined ? undefined : await readMaterial(folder);
const open = (threads: number): Promise<Device> =>
  openDevice(build === '128-bit' ? { threads, build } : { threads });

const models = new Map<number, Model>();

/** One for each number of threads. */
async function model(threads: number): Promise<Model> {
  if (!material) throw new Error('was started without the material of a model');
  const opened = models.get(threads) ?? new Model(await open(threads), material);
  models.set(threads, opened);
  return opened;
}

await serve({
  async info() {
    const device = await open(1);
    await device.close();
    return { about: `${device.report.build}; Node ${process.versions.node}, V8 ${process.versions.v8}` };
  },
  async check({ threads }) {
    return (await model(threads)).check();
  },
  async train(request) {
    const trained = await model(request.threads);
    return timed(request, () => trained.step());
  },
  async decode(request) {
    const decoded = await model(request.threads);
    return timed(request, () => decoded.rollout(request.rows, material!.settings.decoding!.temperature));
  },
  async gemm(request) {
    const device = await open(request.threads);
    const product = new Product(device, request, request.products);
    const values = await product.at(request.places);
    const times = await timed(request, () => product.run());
    await device.close();
    return { ...times, values };
  },
});
