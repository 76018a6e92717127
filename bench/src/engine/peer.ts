// PyTorch's side: python/engine.py, asked in lines of JSON so that measurements can take turns.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SETTINGS_FILE } from './settings.ts';

const SCRIPT: string = fileURLToPath(new URL('../../python/engine.py', import.meta.url));

export type PeerRequest =
  | { readonly cmd: 'info' | 'check' }
  | { readonly cmd: 'train'; readonly threads: number; readonly repeats: number }
  | { readonly cmd: 'decode'; readonly threads: number; readonly rows: number; readonly repeats: number };

export interface PeerInfo {
  readonly torch: string;
  readonly python: string;
  /** Widest instructions that it uses. */
  readonly simd: string;
}

export interface PeerCheck {
  readonly losses: readonly number[];
  readonly greedy: readonly (readonly number[])[];
}

export class Peer {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private complaints = '';

  /** @param folder weights.safetensors and tokens.i32 */
  constructor(python: string, folder: string) {
    // it passes tensors to nobody, so that NumPy is missing does not matter
    const args = ['-W', 'ignore:Failed to initialize NumPy', SCRIPT, fileURLToPath(SETTINGS_FILE), folder];
    this.process = spawn(python, args);
    this.process.stderr.on('data', text => (this.complaints += text));
    // a process that has ended is reported where an answer is missed
    this.process.stdin.on('error', () => {});
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  info(): Promise<PeerInfo> {
    return this.ask({ cmd: 'info' });
  }

  check(): Promise<PeerCheck> {
    return this.ask({ cmd: 'check' });
  }

  /** Milliseconds of each run. */
  async time(request: PeerRequest): Promise<readonly number[]> {
    const { ms } = await this.ask<{ ms: number[] }>(request);
    return ms;
  }

  close(): void {
    this.process.stdin.end();
  }

  private async ask<T>(request: PeerRequest): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`python/engine.py ended at ${request.cmd}:\n${this.complaints}`);
    return JSON.parse(value) as T;
  }
}
