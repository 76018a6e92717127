// Matrix products through the public API: several in one plan, so that what a run costs beside them is small.
//
// In `nn` and `nt` the right-hand matrix is a weight, which is packed once; in `tn`, the gradient of a weight, both
// matrices are activations, and packing is part of every product. A plan computes what its outputs need: each product
// gives the first row of its result.

import { type Device, input, matmul, type Plan, slice, type Tensor } from '@trapo/tensor';
import type { ProductShape } from '../protocol.ts';
import { pattern } from '../serve.ts';

export class Product {
  private readonly device: Device;
  private readonly inputs: Readonly<Record<string, Tensor>>;
  private readonly arrays: Readonly<Record<string, Float32Array>>;
  private readonly multiply: () => Tensor;
  private readonly plan: Plan;

  constructor(device: Device, { form, m, k, n }: ProductShape, products: number) {
    this.device = device;
    const a = input(form === 'tn' ? [k, m] : [m, k]);
    const data = pattern(k * n);
    const b = form === 'tn' ? input([k, n]) : device.variable(form === 'nt' ? [n, k] : [k, n], data);
    this.inputs = form === 'tn' ? { a, b } : { a };
    this.arrays = form === 'tn' ? { a: pattern(m * k), b: data } : { a: pattern(m * k) };
    this.multiply = () => matmul(a, b, form);
    const rows = Array.from({ length: products }, (_, i) => [`row${i}`, slice(this.multiply(), 0, 0, 1)]);
    this.plan = device.compile({ inputs: this.inputs, outputs: Object.fromEntries(rows) }).plans[0];
  }

  async run(): Promise<void> {
    await this.plan.run(this.arrays);
  }

  /** Elements of the result, by their place in row-major order. */
  async at(places: readonly number[]): Promise<number[]> {
    const { plans, release } = this.device.compile({ inputs: this.inputs, outputs: { c: this.multiply() } });
    const { c } = await plans[0].run(this.arrays);
    release();
    return places.map(place => c![place]!);
  }
}
