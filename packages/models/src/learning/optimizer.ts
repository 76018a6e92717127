// AdamW over named variables: gradients that add up until a step, moments, and the state that goes into a checkpoint.

import {
  accumulate,
  adamw,
  adamwSettings,
  type Device,
  input,
  type PlanGroup,
  type Recording,
  sumOfSquares,
  type Tensor,
  type Variable,
} from '@trapo/tensor';
import { checkState } from './memory.ts';

export interface UpdateSettings {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /** Gradients are scaled down to this global norm. Default: not clipped. */
  readonly clipNorm?: number;
}

/** What AdamW remembers between updates; with the weights, all that training goes on from. */
export interface OptimizerState {
  /** Updates since the last `reset`. */
  readonly steps: number;
  /** `<parameter>.exp_avg` and `<parameter>.exp_avg_sq`, as PyTorch names them. */
  readonly moments: ReadonlyMap<string, Float32Array>;
}

/** A gradient that is not finite; the weights were left as they were. */
export class NonFiniteGradientError extends Error {
  override readonly name: string = 'NonFiniteGradientError';
}

interface Slot {
  readonly name: string;
  readonly parameter: Variable;
  readonly gradient: Variable;
  /** First and second moment. */
  readonly m: Variable;
  readonly v: Variable;
}

export class Optimizer {
  private readonly slots: readonly Slot[];
  private readonly norm: PlanGroup<readonly [Recording]>;
  private readonly update: PlanGroup<readonly [Recording]>;
  private steps = 0;

  /** @throws OutOfMemoryError, with the figures, before memory is taken that gradients and moments would not fit */
  constructor(device: Device, parameters: ReadonlyMap<string, Variable>) {
    checkState(device, parameters);
    this.slots = [...parameters].map(([name, parameter]) => {
      const [gradient, m, v] = [0, 1, 2].map(() => device.variable(parameter.shape));
      return { name, parameter, gradient: gradient!, m: m!, v: v! };
    });
    this.norm = device.compile({
      outputs: Object.fromEntries(
        this.slots.map(({ gradient }, i) => [`square${i}`, sumOfSquares(gradient)]),
      ),
    });
    const settings = input([8]);
    this.update = device.compile({
      inputs: { settings },
      effects: this.slots.map(({ parameter, gradient, m, v }) => adamw(parameter, gradient, m, v, settings)),
    });
  }

  /** What gradients are taken of, in order. */
  get parameters(): readonly Variable[] {
    return this.slots.map(({ parameter }) => parameter);
  }

  /** The effects of a plan that adds these gradients, each to the sum of its parameter. */
  accumulate(gradients: readonly (readonly [Variable, Tensor])[]): ReturnType<typeof accumulate>[] {
    const sums = new Map(this.slots.map(({ parameter, gradient }) => [parameter, gradient]));
    return gradients.map(([parameter, gradient]) => accumulate(sums.get(parameter)!, gradient));
  }

  /**
   * Applies the accumulated gradient and clears it; returns its norm before clipping.
   * @throws NonFiniteGradientError before any weight is touched
   */
  async step(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }> {
    const {
      learningRate,
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-8,
      weightDecay = 0.01,
      clipNorm,
    } = settings;
    const squares = await this.norm.plans[0].run();
    const bySlot = this.slots.map((_, i) => squares[`square${i}`]![0]!);
    const gradientNorm = Math.sqrt(bySlot.reduce((sum, square) => sum + square, 0));
    if (!Number.isFinite(gradientNorm)) {
      for (const { gradient } of this.slots) clear(gradient);
      const bad = this.slots.filter((_, i) => !Number.isFinite(bySlot[i]!)).map(({ name }) => name);
      throw new NonFiniteGradientError(
        `step ${this.steps + 1}: the gradient's norm is ${gradientNorm}; the weights were not changed. ` +
          `Not finite: ${bad.slice(0, 3).join(', ') || 'the sum alone'}${bad.length > 3 ? ` and ${bad.length - 3} more` : ''}`,
      );
    }
    const gradientScale = clipNorm && gradientNorm > clipNorm ? clipNorm / (gradientNorm + 1e-6) : 1;
    this.steps++;
    const step = this.steps;
    await this.update.plans[0].run({
      settings: adamwSettings({ learningRate, beta1, beta2, epsilon, weightDecay, step, gradientScale }),
    });
    return { gradientNorm };
  }

  /** The accumulated gradient by parameter name, for tests and diagnosis. */
  async accumulated(): Promise<Map<string, Float32Array>> {
    const copies = new Map<string, Float32Array>();
    for (const { name, gradient } of this.slots) copies.set(name, (await gradient.read()) as Float32Array);
    return copies;
  }

  /** Forgets the moments and the accumulated gradient, as if newly made. */
  reset(): void {
    this.steps = 0;
    for (const { gradient, m, v } of this.slots) [gradient, m, v].forEach(clear);
  }

  /** A copy of the moments and the count of updates. Accumulated gradients are not in it: take it between updates. */
  async state(): Promise<OptimizerState> {
    const moments = new Map<string, Float32Array>();
    for (const [name, variable] of this.moments()) moments.set(name, (await variable.read()) as Float32Array);
    return { steps: this.steps, moments };
  }

  /** Goes on from `state`, to the bit. Throws Error naming a moment that is missing or of another size. */
  restore({ steps, moments }: OptimizerState): void {
    for (const [name, { size }] of this.moments()) {
      const found = moments.get(name)?.length;
      if (found === size) continue;
      throw new Error(
        `optimizer state: ${name} has ${size} numbers; ${found === undefined ? 'it is missing' : `got ${found}`}`,
      );
    }
    this.reset();
    for (const [name, variable] of this.moments()) variable.write(moments.get(name)!);
    this.steps = steps;
  }

  /** Frees gradients, moments and plans; the parameters stay. */
  dispose(): void {
    this.norm.release();
    this.update.release();
    for (const { gradient, m, v } of this.slots) for (const variable of [gradient, m, v]) variable.dispose();
  }

  private moments(): [string, Variable][] {
    return this.slots.flatMap(({ name, m, v }): [string, Variable][] => [
      [`${name}.exp_avg`, m],
      [`${name}.exp_avg_sq`, v],
    ]);
  }
}

function clear(variable: Variable): void {
  variable.write(new Float32Array(variable.size));
}
