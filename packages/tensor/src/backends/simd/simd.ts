// The SIMD backend: plans become programs of WebAssembly kernel calls, replayed by threads on one shared memory.

import type { Stage } from '../../graph/stage.ts';
import {
  type HostArray,
  type Spec,
  type Tensor,
  Variable,
  type VariableStorage,
} from '../../graph/tensor.ts';
import type { Backend, DeviceMemory, DeviceReport, Executable, PlanMemory } from '../backend.ts';
import { emitStages } from './emitStages.ts';
import { type EmittedStage, Emitter, type PackSpec, packCall, panelWords } from './emitter.ts';
import { Heap } from './heap.ts';
import { type Build, loadKernels } from './kernels.ts';
import { makeMemory } from './memory.ts';
import { type Block, isStale, type PackedWeight } from './packing.ts';
import { type Call, encode, encodedLength, withBarriers } from './program.ts';
import { SimdStorage } from './storage.ts';
import { controlBytes, heapBase, kernelNames } from './thread.ts';
import { ThreadPool } from './threadPool.ts';

export interface SimdOptions {
  readonly threads: number;
  readonly build?: Build | undefined;
  readonly reason: string;
}

/** What the stages compiled together share. */
interface Held {
  readonly programs: Block[];
  released: boolean;
}

export class SimdBackend implements Backend {
  readonly report: DeviceReport;
  private readonly heap: Heap;
  private readonly pool: ThreadPool;
  private readonly kernelIndex: ReadonlyMap<string, number>;
  private readonly held = new WeakMap<Executable, Held>();
  /** Memory for intermediate values, lent to every plan: plans never run at the same time. */
  private arena: Block | undefined;
  /** Whose intermediate values the arena holds, and up to which stage. */
  private arenaHolds: { readonly plan: Held; readonly stage: number } | undefined;

  /** Loads the kernels and starts the threads. Throws when `build` cannot be had here, or a thread cannot start. */
  static async open({ threads, build: wanted, reason }: SimdOptions): Promise<SimdBackend> {
    const { module, build } = await loadKernels(wanted);
    const { memory, limit } = makeMemory();
    const heap = new Heap(memory, await heapBase(module, memory), limit);
    const control = heap.allocate(controlBytes(threads));
    const pool = await ThreadPool.open({ module, build, memory, control, count: threads });
    const report = { backend: 'simd', threads, build: `WebAssembly relaxed SIMD, ${build}`, reason };
    return new SimdBackend(report, heap, pool, kernelNames(module));
  }

  private constructor(report: DeviceReport, heap: Heap, pool: ThreadPool, kernels: readonly string[]) {
    this.report = report;
    this.heap = heap;
    this.pool = pool;
    this.kernelIndex = new Map(kernels.map((name, index) => [name, index]));
  }

  get memory(): DeviceMemory {
    return { used: this.heap.used, limit: this.heap.limit };
  }

  variable(spec: Spec): VariableStorage {
    return new SimdStorage(spec, this.heap);
  }

  compile(stages: readonly Stage[]): readonly Executable[] {
    const emit = new Emitter(this.pool.count, (variable, spec) => this.packedWeight(variable, spec));
    const emitted = emitStages(stages, emit);
    const arena = this.arenaOf(emit.arena.peak);
    const held: Held = { programs: [], released: false };
    const at = (tensor: Tensor) =>
      tensor instanceof Variable
        ? (tensor.storage as SimdStorage).address
        : arena.address + emit.placeOf(tensor).offset;
    return stages.map((stage, i) => {
      const { calls } = emitted[i]!;
      const program = this.store(calls, arena.address);
      held.programs.push(program);
      const executable: Executable = async inputs => {
        this.enter(held, i);
        stage.inputs.forEach((tensor, k) => {
          this.upload(tensor, at(tensor), inputs[k]!);
        });
        this.run(program, emitted[i]!);
        return stage.outputs.map(tensor => this.download(tensor, at(tensor)));
      };
      this.held.set(executable, held);
      return executable;
    });
  }

  measure(stages: readonly Stage[]): PlanMemory {
    const counted = new Map<string, PackedWeight>();
    let packed = 0;
    const emit = new Emitter(this.pool.count, (variable, spec) => {
      const storage = variable.storage as SimdStorage;
      const key = packKey(spec);
      const there = storage.packed.get(key) ?? counted.get(`${storage.address} ${key}`);
      if (there || !this.mayKeep(spec, packed)) return there;
      // emitted with an address that nothing is ever written to
      const copy = { storage, address: 0, bytes: 4 * panelWords(spec), program: NOTHING, version: 0 };
      packed += copy.bytes;
      counted.set(`${storage.address} ${key}`, copy);
      return copy;
    });
    emitStages(stages, emit);
    return { intermediate: this.arenaGrowth(emit.arena.peak), packed };
  }

  release(executables: readonly Executable[]): void {
    for (const executable of executables) {
      const held = this.held.get(executable);
      if (!held || held.released) continue;
      held.released = true;
      for (const { address, bytes } of held.programs) this.heap.free(address, bytes);
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** Stages share values, and later ones overwrite what only earlier ones need: they run in order, once each. */
  private enter(plan: Held, stage: number): void {
    if (plan.released) throw new Error('simd: this plan was released');
    if (stage > 0 && (this.arenaHolds?.plan !== plan || this.arenaHolds.stage !== stage - 1)) {
      throw new Error(
        `simd: stage ${stage + 1} of a plan runs right after stage ${stage}, once; run its first stage again`,
      );
    }
    this.arenaHolds = { plan, stage };
  }

  private run(program: Block, { packs, mutated }: EmittedStage): void {
    for (const pack of packs) {
      if (!isStale(pack)) continue;
      this.pool.run(pack.program.address);
      pack.version = pack.storage.version;
    }
    this.pool.run(program.address);
    for (const variable of mutated) (variable.storage as SimdStorage).version++;
  }

  private upload(tensor: Tensor, address: number, data: HostArray): void {
    if (data instanceof Int32Array) this.heap.i32(address, tensor.size).set(data);
    else this.heap.f32(address, tensor.size).set(data);
  }

  private download(tensor: Tensor, address: number): HostArray {
    const view =
      tensor.dtype === 'f32' ? this.heap.f32(address, tensor.size) : this.heap.i32(address, tensor.size);
    return view.slice();
  }

  /** An arena of at least `bytes`: the shared one, or a larger one that takes its place for later plans. */
  private arenaOf(bytes: number): Block {
    const size = this.arenaGrowth(bytes);
    if (!this.arena || size > 0) this.arena = { address: this.heap.allocate(size), bytes: size };
    return this.arena;
  }

  /** Size of the arena that has to be made for `bytes`; 0 where the shared one is large enough. */
  private arenaGrowth(bytes: number): number {
    const shared = this.arena?.bytes ?? 0;
    return shared < bytes ? Math.max(bytes, 2 * shared) : 0;
  }

  private store(calls: readonly Call[], arenaBase: number): Block {
    const program = withBarriers(calls);
    const length = encodedLength(program);
    const address = this.heap.allocate(4 * length);
    this.heap.i32(address, length).set(encode(program, this.kernelIndex, address, arenaBase));
    return { address, bytes: 4 * length };
  }

  /** The packed copy of a variable, made when first asked for; it goes when the variable does. */
  private packedWeight(variable: Variable, spec: PackSpec): PackedWeight | undefined {
    const storage = variable.storage as SimdStorage;
    const key = packKey(spec);
    let packed = storage.packed.get(key);
    if (!packed && this.mayKeep(spec)) {
      const bytes = 4 * panelWords(spec);
      const address = this.heap.allocate(bytes);
      const call = packCall(
        { space: 'heap', start: storage.address, bytes: 4 * variable.size, mode: 'read', split: 'all' },
        { space: 'heap', start: address, bytes, mode: 'write', split: 'each' },
        spec,
      );
      packed = { storage, address, bytes, program: this.store([call], 0), version: 0 };
      storage.packed.set(key, packed);
    }
    return packed;
  }

  /**
   * Whether a packed copy is kept once `more` bytes than now are in use. Copies by rows serve gradients alone, once a pass:
   * they may fill half of the memory, and beyond that are packed for each use, which is a small part of a large product.
   */
  private mayKeep(spec: PackSpec, more = 0): boolean {
    return spec.form === 'columns' || this.heap.used + more + 4 * panelWords(spec) <= this.heap.limit / 2;
  }
}

const NOTHING: Block = { address: 0, bytes: 0 };

/** Tells the packed copies of one weight apart. */
function packKey({ form, depth, columns }: PackSpec): string {
  return `${form} ${depth} ${columns}`;
}
