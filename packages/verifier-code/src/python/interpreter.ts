/** Python in WebAssembly, started once; every run begins from the same bytes. */
import { loadPyodide } from 'pyodide';
import type { Job, Limits, Outcome, Task } from '../messages.ts';
import { harden } from './harden.ts';
import { harness } from './harness.ts';

const PAGE = 65_536;
const MEGABYTE = 1_048_576;

/** Runs a job's tasks one after another. Throws where the interpreter itself broke: it must not be used again. */
export type RunJob = (job: Job) => readonly Outcome[];

export async function startPython(): Promise<RunJob> {
  const ceiling = limitMemory();
  let printed = '';
  let outputLeft = Number.POSITIVE_INFINITY;
  let lines: string[] = [];
  const decoder = new TextDecoder();

  const python = await loadPyodide({
    jsglobals: Object.freeze(Object.create(null)),
    env: { HOME: '/', PYTHONHASHSEED: '0' },
  });
  python.setStdout({
    write(bytes) {
      outputLeft -= bytes.length;
      // an error of the program's print: it need not be printed to the end
      if (outputLeft < 0) throw new Error('too much output');
      printed += decoder.decode(bytes, { stream: true });
      return bytes.length;
    },
  });
  python.setStderr({ write: bytes => bytes.length });
  python.setStdin({ stdin: () => lines.shift() });
  python.runPython(harness);
  const { _module: inner } = python as unknown as { _module: Emscripten };
  readOnly(inner.FS);
  const streams = inner.FS.streams.length;
  const randomness = fixRandomness();
  harden();
  // the whole of Python's state: everything else that a run could change is taken away above
  const start = inner.HEAPU8.slice();

  function restore(): void {
    for (let i = streams; i < inner.FS.streams.length; i++)
      if (inner.FS.streams[i]) inner.FS.close(inner.FS.streams[i]!);
    inner.HEAPU8.set(start);
    // memory that was added stays, but empty, as it was when it was added
    inner.HEAPU8.fill(0, start.length);
  }

  function runTask(code: string, task: Task, limits: Limits): Outcome {
    restore();
    randomness.reset();
    ceiling.bytes = limits.memoryMb * MEGABYTE;
    printed = '';
    outputLeft = limits.outputCharacters;
    lines = 'input' in task ? task.input.split(/(?<=\n)/) : [];
    const expression = 'expression' in task ? JSON.stringify(task.expression) : 'None';
    const reply = python.runPython(`_run(${JSON.stringify(code)}, ${expression})`) as string;
    if (outputLeft < 0) return { fault: `it prints more than ${limits.outputCharacters} characters` };
    const result = JSON.parse(reply) as { value?: string; fault?: string };
    if (result.fault !== undefined) return { fault: result.fault };
    return 'input' in task ? { output: printed } : { value: String(result.value) };
  }

  return ({ code, tasks, limits }) => tasks.map(task => runTask(code, task, limits));
}

/** What is used of Emscripten's module. */
interface Emscripten {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly FS: {
    readonly streams: (object | null | undefined)[];
    close(stream: object): void;
    open(path: string, flags: number | string, ...rest: unknown[]): object;
    readonly ErrnoError: new (errno: number) => Error;
    readonly filesystems: Record<string, unknown>;
    [change: string]: unknown;
  };
}

/** Memory grows up to `bytes` from now on; beyond, Python raises MemoryError. */
function limitMemory(): { bytes: number } {
  const ceiling = { bytes: Number.POSITIVE_INFINITY };
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + Number(pages) * PAGE > ceiling.bytes)
      throw new RangeError('over the memory limit');
    return grow.call(this, pages);
  };
  return ceiling;
}

/** WASI's errno for a read-only file system. */
const READ_ONLY = 69;

/** Nothing can be written, made or removed any more, and the host's files can't be mounted. */
function readOnly(files: Emscripten['FS']): void {
  const refuse = (): never => {
    throw new files.ErrnoError(READ_ONLY);
  };
  const { open } = files;
  files.open = (path, flags, ...rest) => {
    const writes = typeof flags === 'number' ? (flags & 0o3103) !== 0 : /[wa+]/.test(flags);
    const device = typeof path === 'string' && path.startsWith('/dev/');
    return writes && !device ? refuse() : open.call(files, path, flags, ...rest);
  };
  for (const change of 'mkdir mknod mkdev symlink rename rmdir unlink truncate ftruncate chmod fchmod chown utime mount unmount writeFile createDevice createDataFile'.split(
    ' ',
  ))
    files[change] = refuse;
  for (const host of ['NODEFS', 'SOCKFS', 'IDBFS', 'WORKERFS']) delete files.filesystems[host];
}

/** Random numbers are the same in every run, so that verdicts are. */
function fixRandomness(): { reset(): void } {
  let state = 0;
  Object.defineProperty(globalThis.crypto, 'getRandomValues', {
    value<Values extends ArrayBufferView>(values: Values): Values {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      for (let i = 0; i < bytes.length; i++) {
        // a linear congruential generator (Knuth's MMIX constants, in 32 bits) is random enough for seeds
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        bytes[i] = state >>> 24;
      }
      return values;
    },
  });
  return {
    reset() {
      state = 0;
    },
  };
}
