// The SIMD backend: plans become programs of WebAssembly kernel calls, replayed by threads on one shared memory.

import type { Stage } from '../../graph/stage.ts';
import type { HostArray, Spec, Tensor, Variable, VariableStorage } from '../../graph/tensor.ts';
import type { Backend, DeviceReport, Executable } from '../backend.ts';
import { Emitter, emitPack, type PackSpec, panelWords } from './emitter.ts';
import { Heap } from './heap.ts';
import { type Build, loadKernels } from './kernels.ts';
import { isStale, type PackedWeight } from './packing.ts';
import { type Access, type Call, encode, encodedLength, withBarriers } from './program.ts';
import { SimdStorage } from './storage.ts';
import { controlBytes, kernelNames } from './thread.ts';
import { ThreadPool } from './threadPool.ts';

export interface SimdOptions {
  readonly threads: number;
  readonly build?: Build | undefined;
  readonly reason: string;
}

interface StageProgram {
  readonly address: number;
  readonly packs: readonly PackedWeight[];
  readonly mutated: readonly Variable[];
}

/** Memory that compiled stages hold. */
interface Held {
  readonly blocks: { address: number; bytes: number }[];
  released: boolean;
}

/** Scratch memory lent to plans, which never run at the same time. */
interface SharedArena {
  readonly address: number;
  readonly bytes: number;
}

export class SimdBackend implements Backend {
  readonly report: DeviceReport;
  private readonly heap: Heap;
  private readonly pool: ThreadPool;
  private readonly kernelIndex: ReadonlyMap<string, number>;
  private readonly packs = new Map<Variable, Map<string, PackedWeight>>();
  private readonly held = new WeakMap<Executable, Held>();
  private arena: SharedArena | undefined;
  /** The plan whose intermediate values the arena holds. */
  private arenaOwner: object | undefined;

  constructor({ threads, build: wanted, reason }: SimdOptions) {
    const { module, memory, heapBase, build } = loadKernels(wanted);
    this.heap = new Heap(memory, heapBase);
    const control = this.heap.allocate(controlBytes(threads));
    this.pool = new ThreadPool(module, memory, control, threads);
    this.kernelIndex = new Map(kernelNames(module).map((name, index) => [name, index]));
    this.report = { backend: 'simd', threads, build: `WebAssembly relaxed SIMD, ${build}`, reason };
  }

  variable(spec: Spec): VariableStorage {
    return new SimdStorage(spec, this.heap);
  }

  compile(stages: readonly Stage[]): readonly Executable[] {
    const emit = new Emitter(this.pool.count, (variable, spec) => this.packedWeight(variable, spec));
    const emitted = emitStages(stages, emit);
    const arena = this.arenaOf(emit.arena.peak);
    const held: Held = { blocks: [], released: false };
    const owner = {};
    return stages.map((stage, i) => {
      const { calls, mutated, packs } = emitted[i]!;
      const address = this.store(calls, arena.address, held);
      const program: StageProgram = { address, packs, mutated };
      const at = (tensor: Tensor) => arena.address + emit.placeOf(tensor).offset;
      const executable: Executable = async inputs => {
        if (held.released) throw new Error('simd: this plan was released');
        if (i === 0) this.arenaOwner = owner;
        else if (this.arenaOwner !== owner) {
          throw new Error(
            'simd: another plan has run between the stages of this one; run its first stage again',
          );
        }
        stage.inputs.forEach((tensor, k) => {
          this.upload(tensor, at(tensor), inputs[k]!);
        });
        this.run(program);
        return stage.outputs.map(tensor => this.download(tensor, at(tensor)));
      };
      this.held.set(executable, held);
      return executable;
    });
  }

  release(executables: readonly Executable[]): void {
    for (const executable of executables) {
      const held = this.held.get(executable);
      if (!held || held.released) continue;
      held.released = true;
      for (const { address, bytes } of held.blocks) this.heap.free(address, bytes);
    }
  }

  async close(): Promise<void> {
    this.pool.close();
  }

  private run({ address, packs, mutated }: StageProgram): void {
    for (const pack of packs) {
      if (!isStale(pack)) continue;
      this.pool.run(pack.program);
      pack.version = (pack.variable.storage as SimdStorage).version;
    }
    this.pool.run(address);
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
  private arenaOf(bytes: number): SharedArena {
    if (!this.arena || this.arena.bytes < bytes) {
      const size = Math.max(bytes, 2 * (this.arena?.bytes ?? 0));
      this.arena = { address: this.heap.allocate(size), bytes: size };
    }
    return this.arena;
  }

  private store(calls: readonly Call[], arenaBase: number, held?: Held): number {
    const program = withBarriers(calls);
    const length = encodedLength(program);
    const address = this.heap.allocate(4 * length);
    held?.blocks.push({ address, bytes: 4 * length });
    this.heap.i32(address, length).set(encode(program, this.kernelIndex, address, arenaBase));
    return address;
  }

  private packedWeight(variable: Variable, spec: PackSpec): PackedWeight {
    const ofVariable = this.packs.get(variable) ?? new Map<string, PackedWeight>();
    this.packs.set(variable, ofVariable);
    const key = `${spec.form} ${spec.depth} ${spec.columns}`;
    let packed = ofVariable.get(key);
    if (!packed) {
      const bytes = 4 * panelWords(spec);
      const address = this.heap.allocate(bytes);
      const heapAccess = (start: number, size: number, mode: 'read' | 'write'): Access => ({
        space: 'heap',
        start,
        bytes: size,
        mode,
        split: mode === 'read' ? 'all' : 'each',
      });
      const from = heapAccess((variable.storage as SimdStorage).address, 4 * variable.size, 'read');
      const calls: Call[] = [];
      emitPack(
        {
          call: (kernel, units, args) =>
            calls.push({
              kernel,
              units,
              args: args.map(arg => (typeof arg === 'number' ? { i32: arg } : arg)),
            }),
        },
        from,
        heapAccess(address, bytes, 'write'),
        spec,
      );
      packed = { variable, form: spec.form, address, bytes, program: this.store(calls, 0), version: 0 };
      ofVariable.set(key, packed);
    }
    return packed;
  }
}

/** Emits the nodes of all stages, placing each value when it is made and freeing it after its last use. */
function emitStages(stages: readonly Stage[], emit: Emitter) {
  const lastUse = new Map<Tensor, number>();
  let step = 0;
  for (const stage of stages) {
    for (const node of stage.nodes) {
      for (const tensor of [...node.inputs, ...node.outputs]) lastUse.set(tensor, step);
      step++;
    }
    for (const tensor of stage.outputs) lastUse.set(tensor, Number.POSITIVE_INFINITY);
  }
  step = 0;
  return stages.map(stage => {
    for (const tensor of stage.inputs) emit.place(tensor);
    for (const node of stage.nodes) {
      for (const tensor of node.outputs) emit.place(tensor);
      emit.emit(node);
      for (const tensor of new Set([...node.inputs, ...node.outputs])) {
        if (lastUse.get(tensor) === step) emit.release(tensor);
      }
      step++;
    }
    return emit.takeStage();
  });
}
