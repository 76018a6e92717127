// The one interface behind which the numbers are: the SIMD engine and the gpu.js kernels both implement it.

import type { Stage } from '../graph/stage.ts';
import type { HostArray, Spec, VariableStorage } from '../graph/tensor.ts';

/** What runs the kernels, and why. */
export interface DeviceReport {
  /** For example `simd` or `gpujs:webasm`. */
  readonly backend: string;
  readonly threads: number;
  /** What was built or chosen, in words: instruction width, GPU mode. */
  readonly build: string;
  /** Why this one. */
  readonly reason: string;
}

/** A device's memory, in bytes. */
export interface DeviceMemory {
  /** Handed out: variables, packed weights, plans and their intermediate values. */
  readonly used: number;
  /** What it can grow to; less where the system has less. */
  readonly limit: number;
}

/** What compiling a plan would take beside what is in use, in bytes. */
export interface PlanMemory {
  /** Intermediate values, where what earlier plans have lent is not enough. */
  readonly intermediate: number;
  /** Packed copies of weights that no earlier plan has made. */
  readonly packed: number;
}

/** A compiled stage. Inputs in the order of `stage.inputs`; outputs in the order of `stage.outputs`, copied to the host. */
export type Executable = (inputs: readonly HostArray[]) => Promise<readonly HostArray[]>;

export interface Backend {
  readonly report: DeviceReport;
  /** Undefined where it cannot be known. */
  readonly memory: DeviceMemory | undefined;
  /** Storage filled with zeros. */
  variable(spec: Spec): VariableStorage;
  /** Compiles stages that share their intermediate values; a later stage runs after the earlier ones. */
  compile(stages: readonly Stage[]): readonly Executable[];
  /** What `compile` would take; undefined where it cannot be known. */
  measure(stages: readonly Stage[]): PlanMemory | undefined;
  /** Frees what compiled stages hold beside variables. */
  release(executables: readonly Executable[]): void;
  close(): Promise<void>;
}
