// Who is measured, and how each is started: a process of its own for each model.

import { resolve } from 'node:path';
import type { Python } from '../python.ts';
import { type Command, Peer } from './peer.ts';
import type { Info } from './protocol.ts';

export type Name = 'trapo' | 'trapo 128-bit' | 'PyTorch eager' | 'torch.compile' | 'jax-js' | 'TensorFlow.js';

/** A side of the bench: its process, or why there is none. */
export interface Contender {
  readonly name: Name;
  readonly peer?: Peer;
  /** Version and build, or why it is absent. */
  readonly about: string;
}

const ROOT: string = resolve(import.meta.dirname, '../..');

/** The command of a side. `threads` is for the sides that cannot change it while they run. */
function commandOf(name: Name, python: Python, threads: number, folder: string[]): Command | string {
  switch (name) {
    case 'trapo':
      return node('ours/main.ts', 'default', ...folder);
    case 'trapo 128-bit':
      return node('ours/main.ts', '128-bit', ...folder);
    case 'jax-js':
      return node('jax/main.ts', `${threads}`, ...folder);
    case 'TensorFlow.js':
      return node('tfjs/main.ts', ...folder);
    case 'PyTorch eager':
      return torch(python, ...folder);
    case 'torch.compile':
      return torch(python, '--compile', ...folder);
  }
}

/** Starts a side on the material in `folder`, or for matrix products without one. */
export async function startContender(
  name: Name,
  { python, threads, folder }: { python: Python; threads: number; folder?: string },
): Promise<Contender> {
  return introduced(name, commandOf(name, python, threads, folder === undefined ? [] : [folder]));
}

/** Starts a process and asks it who it is. */
export async function introduced<N extends string>(
  name: N,
  command: Command | string,
): Promise<{ readonly name: N; readonly peer?: Peer; readonly about: string }> {
  if (typeof command === 'string') return { name, about: `absent: ${command}` };
  const peer = new Peer(command);
  try {
    const { about } = await peer.ask<Info>({ cmd: 'info' });
    return { name, peer, about };
  } catch (error) {
    peer.close();
    return { name, about: `absent: ${(error as Error).message}` };
  }
}

/** A script of this folder, run by the same Node from the packages' sources. */
export function node(script: string, ...args: string[]): Command {
  const file = resolve(import.meta.dirname, script);
  return { program: process.execPath, args: ['--conditions=@trapo/source', file, ...args] };
}

const torch = (python: Python, ...args: string[]): Command | string => script(python, 'engine.py', ...args);

/** A script of bench/python, or why there is none. */
export function script(python: Python, name: string, ...args: string[]): Command | string {
  if ('absent' in python) return python.absent;
  // it passes tensors to nobody, so that NumPy is missing does not matter
  const quiet = ['-W', 'ignore:Failed to initialize NumPy'];
  return { program: python.python, args: [...quiet, resolve(ROOT, 'python', name), ...args] };
}
