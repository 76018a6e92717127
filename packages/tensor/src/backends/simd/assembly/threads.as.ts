// Threads that replay one program together.
//
// Waiting spins first (a fork and join costs 0.25 us warm, waking a sleeper a hundred and more), for longer than the host
// takes between two steps, then sleeps until it is woken, so that a thread whose sibling lost its core gives up its own. A
// page's main thread may not sleep and spins on. Who sleeps counts itself first; who wakes looks at that count after its
// change: one of the two always sees the other.

const SPINS: i32 = 400_000; // about 0.4 ms
const PATIENCE: i64 = 50_000_000; // nanoseconds between looks at whether a thread has failed

// Layout of the control block; see thread.ts. The barrier's words have a cache line of their own.
const SLEEPERS: usize = 8;
const FAILED: usize = 12;
const ARRIVALS: usize = 64;
const GENERATION: usize = 68;
const WAITING: usize = 72;

let index: i32 = 0;
let count: i32 = 1;
let control: usize = 0;
let tableBase: i32 = 0;
let maySleep: bool = true;

/** Index of this thread: which slice of a scratch block is its own. */
export function threadIndex(): i32 {
  return index;
}

// 64 bytes of this thread's own, for rows of a tile that hang over the right edge of a matrix.
export let edge: usize = 0;

export function setThread(
  thread: i32,
  threads: i32,
  controlBlock: usize,
  edgeRow: usize,
  firstKernel: i32,
  sleeps: bool,
): void {
  index = thread;
  count = threads;
  control = controlBlock;
  edge = edgeRow;
  tableBase = firstKernel;
  maySleep = sleeps;
}

// Returns 1 when some thread has failed.
function barrier(): i32 {
  if (count == 1) return 0;
  const generation = atomic.load<i32>(control + GENERATION);
  if (atomic.add<i32>(control + ARRIVALS, 1) == count - 1) {
    atomic.store<i32>(control + ARRIVALS, 0);
    atomic.add<i32>(control + GENERATION, 1);
    if (atomic.load<i32>(control + WAITING) > 0) atomic.notify(control + GENERATION, -1);
    return atomic.load<i32>(control + FAILED);
  }
  let spins = 0;
  while (atomic.load<i32>(control + GENERATION) == generation) {
    if (++spins > SPINS) {
      if (atomic.load<i32>(control + FAILED)) return 1;
      if (!maySleep) {
        spins = 0;
        continue;
      }
      atomic.add<i32>(control + WAITING, 1);
      atomic.wait<i32>(control + GENERATION, generation, PATIENCE);
      atomic.sub<i32>(control + WAITING, 1);
    }
  }
  return atomic.load<i32>(control + FAILED);
}

/**
 * Replays this thread's share of a program: a count, then (kernel or -1 for a barrier, units, arguments) each.
 * Returns 1 when some thread has failed.
 */
export function replay(program: usize): i32 {
  let left = load<i32>(program);
  for (let at = program + 4; left > 0; left--, at += 12) {
    const kernel = load<i32>(at);
    if (kernel < 0) {
      if (barrier()) return 1;
      continue;
    }
    const units = load<i32>(at, 4);
    const from = <i32>((<i64>units * index) / count);
    const to = <i32>((<i64>units * (index + 1)) / count);
    if (to > from) call_indirect<void>(tableBase + kernel, <usize>load<u32>(at, 8), from, to);
  }
  return barrier();
}

/** Waits for the control block's generation to differ from `seen`; counts itself among the sleepers while it sleeps. */
export function awaitProgram(seen: i32): i32 {
  let spins = 0;
  while (atomic.load<i32>(control) == seen) {
    if (++spins > SPINS) {
      atomic.add<i32>(control + SLEEPERS, 1);
      atomic.wait<i32>(control, seen, -1);
      atomic.sub<i32>(control + SLEEPERS, 1);
    }
  }
  return atomic.load<i32>(control);
}

/** First byte that the kernels' static data leaves free. */
export function heapBase(): usize {
  return __heap_base;
}
