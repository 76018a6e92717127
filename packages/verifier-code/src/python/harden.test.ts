import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('JavaScript that gets out of Python finds nothing to reach beyond its worker', async () => {
  const worker = new Worker(new URL('../testing/escape.ts', import.meta.url), { execArgv: [], stderr: true });
  const results = await new Promise<Record<string, string>>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
  });
  await worker.terminate();
  expect(Object.keys(results).length).toBeGreaterThan(10);
  expect(Object.entries(results).filter(([, result]) => result === 'it works')).toEqual([]);
  expect(results['a file by import']).toBe('there is no fs.readFileSync in here');
});
