// Tests that run once on each backend, for what the conformance suite cannot say: operations that change variables.

import { afterAll, beforeAll, describe } from 'vitest';
import { type Device, openDevice } from '../device.ts';
import { BACKENDS } from './backends.ts';

/** Declares `tests` on every backend; the device is open while they run. */
export function onEveryBackend(name: string, tests: (device: () => Device, backend: string) => void): void {
  describe.each(Object.entries(BACKENDS))(`${name} on %s`, (backend, options) => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(options);
    });
    afterAll(() => device.close());
    tests(() => device, backend);
  });
}
