// Free blocks by address, best fit first, neighbours merged. Serves the heap (addresses) and a plan's arena (offsets).

interface Block {
  start: number;
  size: number;
}

export class FreeList {
  private readonly blocks: Block[] = [];

  constructor(start: number, end: number) {
    const aligned = Math.ceil(start / 64) * 64;
    if (end > aligned) this.blocks.push({ start: aligned, size: end - aligned });
  }

  /** Start of a block of `size`, or undefined when none is large enough. An exact fit is taken before a larger one. */
  take(size: number): number | undefined {
    let best = -1;
    for (let i = 0; i < this.blocks.length; i++) {
      const { size: have } = this.blocks[i]!;
      if (have >= size && (best < 0 || have < this.blocks[best]!.size)) best = i;
    }
    if (best < 0) return undefined;
    const block = this.blocks[best]!;
    const { start } = block;
    block.start += size;
    block.size -= size;
    if (block.size === 0) this.blocks.splice(best, 1);
    return start;
  }

  /** Gives a block back. */
  give(start: number, size: number): void {
    let i = 0;
    while (i < this.blocks.length && this.blocks[i]!.start < start) i++;
    this.blocks.splice(i, 0, { start, size });
    this.merge(i);
    this.merge(i - 1);
  }

  private merge(i: number): void {
    const block = this.blocks[i];
    const next = this.blocks[i + 1];
    if (!block || !next || block.start + block.size !== next.start) return;
    block.size += next.size;
    this.blocks.splice(i + 1, 1);
  }
}
