// The bench's end of the line protocol.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Request } from './protocol.ts';

/** What a peer's process runs. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

export class Peer {
  readonly pid: number | undefined;
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private complaints = '';

  constructor({ program, args }: Command) {
    this.process = spawn(program, args);
    this.pid = this.process.pid;
    this.process.stderr.on('data', text => (this.complaints += text));
    // a process that has ended, or never began, is reported where an answer is missed
    this.process.stdin.on('error', () => {});
    this.process.on('error', ({ message }) => (this.complaints += message));
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The answer. Throws Error with the peer's own words when it has none. */
  async ask<T>(request: Request): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`ended at ${request.cmd}: ${lastLine(this.complaints)}`);
    const answer = JSON.parse(value) as T & { error?: string };
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  close(): void {
    this.process.stdin.end();
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
