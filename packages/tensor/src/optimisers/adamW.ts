// AdamW for a list of variables, with what it remembers between steps.

import type { Device } from '../device.ts';
import { input, type Tensor, type Variable } from '../graph/tensor.ts';
import { accumulate } from '../ops/accumulate/accumulate.ts';
import { adamw, adamwSettings } from '../ops/adamw/adamw.ts';

export interface AdamWOptions {
  readonly learningRate: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0.01, as in PyTorch. */
  readonly weightDecay?: number;
}

export class AdamW {
  /** The placeholder that a plan with `update` takes: f32 [8], from `next`. */
  readonly settings: Tensor = input([8]);
  private readonly parameters: readonly Variable[];
  private readonly options: AdamWOptions;
  private readonly state: readonly { gradient: Variable; m: Variable; v: Variable }[];
  private steps = 0;

  /** Holds three variables, zeros at first, for each parameter: three times their memory. */
  constructor(device: Device, parameters: readonly Variable[], options: AdamWOptions) {
    this.parameters = parameters;
    this.options = options;
    this.state = parameters.map(({ shape }) => ({
      gradient: device.variable(shape),
      m: device.variable(shape),
      v: device.variable(shape),
    }));
  }

  /** Records adding `gradients`, one for each parameter in order, and taking a step with the sum. For `effects`. */
  update(gradients: readonly Tensor[]): Tensor[] {
    return [...this.accumulate(gradients), ...this.step()];
  }

  /** Records adding gradients to those of the step to come: for batches that are larger than one plan. For `effects`. */
  accumulate(gradients: readonly Tensor[]): Tensor[] {
    if (gradients.length !== this.parameters.length) {
      throw new RangeError(
        `AdamW: one gradient for each parameter, for example those of valueAndGrad(loss, parameters); got ` +
          `${gradients.length} for ${this.parameters.length}`,
      );
    }
    return gradients.map((gradient, i) => accumulate(this.state[i]!.gradient, gradient));
  }

  /** Records a step with the gradients added so far, and forgetting them. For `effects`. */
  step(): Tensor[] {
    return this.parameters.map((parameter, i) => {
      const { gradient, m, v } = this.state[i]!;
      return adamw(parameter, gradient, m, v, this.settings);
    });
  }

  /**
   * The numbers of `settings` for the next step, which this counts. What is given here holds for that step alone;
   * `gradientScale` below 1 clips.
   */
  next(change: Partial<AdamWOptions> & { readonly gradientScale?: number } = {}): Float32Array {
    this.steps++;
    const defaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, gradientScale: 1 };
    return adamwSettings({ ...defaults, ...this.options, ...change, step: this.steps });
  }

  /** Frees what it remembers; the parameters stay. */
  dispose(): void {
    for (const { gradient, m, v } of this.state) for (const variable of [gradient, m, v]) variable.dispose();
  }
}
