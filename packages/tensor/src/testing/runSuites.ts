// Every suite on one device, as `pnpm conformance tensor` runs them, in Node and in pages.

import { type Device, type DeviceOptions, openDevice } from '../device.ts';
import { check, type Verdict } from './check.ts';
import { nameOf, type Suite } from './suite.ts';
import { SUITES } from './suites.ts';

export interface RunOptions {
  readonly device: DeviceOptions;
  readonly seed: number;
  /** Random cases of each suite, after its edges. */
  readonly runs: number;
  /** Whether NaN and infinity must come out as IEEE 754 has them. */
  readonly specials: boolean;
  /** Only suites whose name contains it. */
  readonly only: string;
}

/** What a run says, in order: what was opened and how many suites follow, or why nothing was; then each suite's verdict. */
export type Message =
  | { readonly opened: string; readonly suites: number }
  | { readonly absent: string }
  | { readonly verdict: Verdict };

export function suitesOf(only: string): readonly Suite[] {
  return SUITES.filter(suite => nameOf(suite).includes(only));
}

export async function runSuites(options: RunOptions, report: (message: Message) => void): Promise<void> {
  const suites = suitesOf(options.only);
  let device: Device;
  try {
    device = await openDevice(options.device);
  } catch (error) {
    report({ absent: (error as Error).message });
    return;
  }
  const { build, threads } = device.report;
  report({ opened: `${build}, ${threads} thread${threads > 1 ? 's' : ''}`, suites: suites.length });
  for (const suite of suites) report({ verdict: await check(device, suite, options) });
  await device.close();
}
