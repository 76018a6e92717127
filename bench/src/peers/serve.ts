// A peer's end of the line protocol, for peers written in JavaScript.

import { createInterface } from 'node:readline';
import type { Check, Greedy, Info, Memory, ProductTimes, Request, Runs, Times, Worked } from './protocol.ts';

type Of<C extends Request['cmd']> = Extract<Request, { cmd: C }>;

/** What a peer can be asked; what is missing it cannot do. */
export interface Handlers {
  info(): Promise<Info> | Info;
  check?(request: Of<'check'>): Promise<Check>;
  train?(request: Of<'train'>): Promise<Times>;
  greedy?(request: Of<'greedy'>): Promise<Greedy>;
  decode?(request: Of<'decode'>): Promise<Times>;
  load?(request: Of<'load'>): Promise<Times>;
  prefill?(request: Of<'prefill'>): Promise<Times>;
  losses?(request: Of<'losses'>): Promise<Check>;
  memory?(request: Of<'memory'>): Memory;
  gemm?(request: Of<'gemm'>): Promise<ProductTimes>;
  peak?(request: Of<'peak'>): Promise<Times>;
  work?(request: Of<'work'>): Promise<Worked>;
}

/** Answers requests until there are no more. */
export async function serve(handlers: Handlers): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    const handler = handlers[request.cmd] as ((request: Request) => unknown) | undefined;
    let answer: unknown;
    try {
      if (!handler) throw new Error(`does not ${request.cmd}`);
      answer = await handler(request);
    } catch (error) {
      answer = { error: error instanceof Error ? error.message.split('\n')[0] : String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

/** Times `work`, run by run. */
export async function timed({ warmups, repeats }: Runs, work: () => unknown): Promise<Times> {
  const ms: number[] = [];
  for (let run = 0; run < warmups + repeats; run++) {
    const begin = performance.now();
    await work();
    ms.push(performance.now() - begin);
  }
  return { ms: ms.slice(warmups) };
}

/** The same numbers in every peer: whole multiples of 1/64 from -1 to 1. */
export function pattern(size: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = (((i * 37) % 129) - 64) / 64;
  return values;
}
