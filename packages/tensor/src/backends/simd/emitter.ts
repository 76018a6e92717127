// What an operation's SIMD lowering writes to: kernel calls whose pointers say how they are touched.

import type { Node } from '../../graph/op.ts';
import { type Tensor, Variable } from '../../graph/tensor.ts';
import { Arena, type Region } from './arena.ts';
import { align } from './heap.ts';
import type { PackedWeight, PackForm } from './packing.ts';
import type { Access, Argument, Call } from './program.ts';
import type { SimdStorage } from './storage.ts';

/** The kernel that packs. */
const PACK = 'pack';
const PACK_BETWEEN = 'packBetween';

/** Columns in a panel of a packed matrix; the kernels' tile width. */
export const PANEL = 16;

/** What a stage comes to. */
export interface EmittedStage {
  readonly calls: readonly Call[];
  /** Variables it changes. */
  readonly mutated: readonly Variable[];
  /** Packed copies that it reads and that must be fresh before it runs. */
  readonly packs: readonly PackedWeight[];
}

/** A matrix to pack: `depth` rows that a product runs along, `columns` of its result. Strides in elements. */
export interface PackSpec {
  readonly form: PackForm;
  readonly depth: number;
  readonly columns: number;
}

export class Emitter {
  readonly arena: Arena = new Arena();
  /** That replay what is emitted. */
  readonly threads: number;
  private calls: Call[] = [];
  private readonly places = new Map<Tensor, Region>();
  private temporaries: Region[] = [];
  /** What the group that is being emitted has packed, by matrix and layout. */
  private groupPanels: Map<Tensor, Map<string, Access>> | undefined;
  private readonly mutated = new Set<Variable>();
  private readonly packed = new Set<PackedWeight>();
  private readonly scratchBlocks: { readonly stride: number; readonly region: Region }[] = [];
  private readonly packOf: (variable: Variable, spec: PackSpec) => PackedWeight | undefined;

  /** @param packOf the kept copy of a variable; undefined where it is to be packed anew for every use */
  constructor(threads: number, packOf: (variable: Variable, spec: PackSpec) => PackedWeight | undefined) {
    this.threads = threads;
    this.packOf = packOf;
  }

  /** Unit i reads only slice i of the tensor. */
  read(tensor: Tensor): Access {
    return this.access(tensor, 'read', 'each');
  }

  /** Any unit may read any of the tensor. */
  readAll(tensor: Tensor): Access {
    return this.access(tensor, 'read', 'all');
  }

  /** Unit i writes (and may read) only slice i of the tensor. */
  write(tensor: Tensor): Access {
    return this.access(tensor, 'write', 'each');
  }

  /** Units write stretches of the tensor that are no equal slices; they must not overlap. */
  writeAll(tensor: Tensor): Access {
    return this.access(tensor, 'write', 'all');
  }

  /** Adds a call of `kernel` over `units` units of work. */
  call(kernel: string, units: number, args: readonly (Argument | number)[]): void {
    this.calls.push({ kernel, units, args: args.map(arg => (typeof arg === 'number' ? { i32: arg } : arg)) });
  }

  /** Memory that lives until the end of this operation. */
  temporary(bytes: number): { write: Access; writeAll: Access; read: Access; readAll: Access } {
    const region = this.arena.take(bytes);
    this.temporaries.push(region);
    const make = (mode: 'read' | 'write', split: 'each' | 'all'): Access => ({
      space: 'arena',
      start: region.offset,
      bytes,
      mode,
      split,
    });
    return {
      write: make('write', 'each'),
      writeAll: make('write', 'all'),
      read: make('read', 'each'),
      readAll: make('read', 'all'),
    };
  }

  /** `matrix` packed into panels: a variable's kept copy, or a copy made here. */
  panels(matrix: Tensor, spec: PackSpec): Access {
    const kept = this.keptPanels(matrix, spec);
    if (kept) return kept;
    const key = JSON.stringify(spec);
    const shared = this.groupPanels?.get(matrix)?.get(key);
    if (shared) return shared;
    const target = this.temporary(4 * panelWords(spec));
    this.calls.push(packCall(this.readAll(matrix), target.write, spec));
    if (this.groupPanels) {
      const panels = this.groupPanels.get(matrix) ?? new Map();
      this.groupPanels.set(matrix, panels.set(key, target.readAll));
    }
    return target.readAll;
  }

  /** A variable's packed copy, if it has one that is kept. */
  keptPanels(matrix: Tensor, spec: PackSpec): Access | undefined {
    if (!(matrix instanceof Variable) || this.mutated.has(matrix)) return undefined;
    const packed = this.packOf(matrix, spec);
    if (!packed) return undefined;
    this.packed.add(packed);
    return { space: 'heap', start: packed.address, bytes: packed.bytes, mode: 'read', split: 'all' };
  }

  /** Packs rows of a matrix by rows into `target`, at this place among the operation's calls. */
  packRows(matrix: Tensor, first: number, spec: PackSpec, target: Access): void {
    const { depth, columns } = spec;
    const all = this.readAll(matrix);
    const rows = { ...all, start: all.start + 4 * first * columns, bytes: 4 * depth * columns };
    const panels = { ...target, bytes: 4 * panelWords(spec) };
    this.calls.push({ ...packCall(rows, panels, spec), kernel: PACK_BETWEEN });
  }

  /**
   * Memory of each thread's own while it runs a call: two arguments, base and bytes a thread. It is never lent to values
   * again, but values may have lain there before, so it is declared as written, split by thread.
   */
  scratch(bytesPerThread: number): [Access, number] {
    let block = this.scratchBlocks.find(({ stride }) => stride >= bytesPerThread);
    if (!block) {
      const stride = align(bytesPerThread);
      block = { stride, region: this.arena.take(stride * this.threads) };
      this.scratchBlocks.push(block);
    }
    const { stride, region } = block;
    return [
      { space: 'arena', start: region.offset, bytes: region.bytes, mode: 'write', split: 'thread' },
      stride,
    ];
  }

  // --- used by the planner ---

  place(tensor: Tensor): Region {
    const region = this.arena.take(4 * tensor.size);
    this.places.set(tensor, region);
    return region;
  }

  /** Whether a tensor has memory: variables have, and values that were not absorbed. */
  isPlaced(tensor: Tensor): boolean {
    return tensor instanceof Variable || this.places.has(tensor);
  }

  placeOf(tensor: Tensor): Region {
    return this.places.get(tensor)!;
  }

  /** Frees a tensor's place; variables and tensors that have none are left alone. */
  release(tensor: Tensor): void {
    const region = this.places.get(tensor);
    if (region) this.arena.give(region);
  }

  /** Emits one node: its outputs must have been placed. */
  emit(node: Node): void {
    this.group([node]);
  }

  /** Emits nodes that do not need each other: what they pack comes first, each matrix once, and then all their other calls. */
  group(nodes: readonly Node[]): void {
    const first = this.calls.length;
    this.groupPanels = new Map();
    for (const node of nodes) node.op.simd(node, this);
    const calls = this.calls.splice(first);
    const isPack = ({ kernel }: Call) => kernel === PACK;
    this.calls.push(...calls.filter(isPack), ...calls.filter(call => !isPack(call)));
    for (const region of this.temporaries) this.arena.give(region);
    this.temporaries = [];
    this.groupPanels = undefined;
    for (const node of nodes) {
      for (const i of node.op.mutates ?? []) this.mutated.add(node.inputs[i] as Variable);
    }
  }

  /** Ends a stage. */
  takeStage(): EmittedStage {
    const stage = { calls: this.calls, mutated: [...this.mutated], packs: [...this.packed] };
    this.calls = [];
    this.mutated.clear();
    this.packed.clear();
    return stage;
  }

  private access(tensor: Tensor, mode: 'read' | 'write', split: 'each' | 'all'): Access {
    const bytes = 4 * tensor.size;
    if (tensor instanceof Variable) {
      const { address } = tensor.storage as SimdStorage;
      return { space: 'heap', start: address, bytes, mode, split };
    }
    return { space: 'arena', start: this.placeOf(tensor).offset, bytes, mode, split };
  }
}

/** Number of floats of a packed matrix: columns rounded up to whole panels. */
export function panelWords({ depth, columns }: Omit<PackSpec, 'form'>): number {
  return Math.ceil(columns / PANEL) * PANEL * depth;
}

/** The call that packs a matrix; one unit a panel. */
export function packCall(from: Access, to: Access, { form, depth, columns }: PackSpec): Call {
  const [rowStride, columnStride] = form === 'rows' ? [columns, 1] : [1, depth];
  const words = [rowStride, columnStride, depth, columns].map(i32 => ({ i32 }));
  return { kernel: PACK, units: Math.ceil(columns / PANEL), args: [from, to, ...words] };
}
