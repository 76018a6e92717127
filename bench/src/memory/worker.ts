// The process whose memory is watched: `worker.ts WORK`, with V8's gc exposed. Resident memory is its own.

import { openDevice } from '@trapo/tensor';
import { serve } from '../peers/serve.ts';
import { Workload } from './workload.ts';

const device: Awaited<ReturnType<typeof openDevice>> = await openDevice({ backend: 'simd', threads: 2 });
const workload: Workload = new Workload(device, JSON.parse(process.argv[2]!));

await serve({
  info: () => ({
    about: `${device.report.build}, ${device.report.threads} threads; Node ${process.versions.node}`,
  }),
  async work({ task, steps }) {
    let done = steps;
    if (task === 'train') await workload.train(steps);
    else done = await workload.decode(steps);
    globalThis.gc?.();
    return { steps: done, kilobytes: process.memoryUsage.rss() / 1024 };
  },
});
await device.close();
