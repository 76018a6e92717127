import { appendFile, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, Rollout, RunInfo, Series, StageContents } from '@trapo/dashboard';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dash, openDash } from './server.ts';
import { metricsOf, writeRun } from './testing/writeRun.ts';

const SECRET = 'the secret of another folder';
let place: string;
let dash: Dash;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'trapo-dash-'));
  await writeFile(join(place, 'secret.jsonl'), `{"step":1,"reward":1,"note":"${SECRET}"}\n`);
  await mkdir(join(place, 'outside'));
  await writeFile(join(place, 'outside/metrics.jsonl'), '{"step":1,"outside":1}\n');
  await writeRun(join(place, 'runs/one'), { steps: 3000 });
  await writeRun(join(place, 'runs/two'), { seed: 2, steps: 20, finished: false, training: { alpha: 0.2 } });
  // links out of the run: a log, and a whole stage
  await mkdir(join(place, 'runs/two/linked'));
  await symlink(join(place, 'secret.jsonl'), join(place, 'runs/two/linked/metrics.jsonl'));
  await symlink(join(place, 'outside'), join(place, 'runs/two/elsewhere'));
  dash = await openDash([join(place, 'runs')]);
});
afterAll(() => dash.close());

const get = (path: string, init?: RequestInit) => fetch(dash.url + path, init);
const json = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;

/** A request as it is written: `fetch` would tidy the path and set the Host header. */
const raw = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const { port } = new URL(dash.url);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', data => (answer += data));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

describe('the API', () => {
  test('lists runs and their stages', async () => {
    const runs = await json<RunInfo[]>('/api/runs');
    expect(runs.map(({ id, seed, finished, alpha }) => ({ id, seed, finished, alpha }))).toEqual([
      { id: 'one', seed: 1, finished: true, alpha: 0.1 },
      { id: 'two', seed: 2, finished: false, alpha: 0.2 },
    ]);
    expect(runs[0]!.stages).toEqual([
      { name: 'sft', label: 'SFT', total: 3000 },
      { name: 'grpo', label: 'GRPO', total: 3000 },
      { name: 'trapo', label: 'TRAPO', total: 3000 },
    ]);
  });

  test('says what a stage has', async () => {
    const { steps, last, metrics, lists, rollouts, unreadable } = await json<StageContents>(
      '/api/stage?run=two&stage=trapo',
    );
    expect({ steps, last, lists, rollouts, unreadable }).toEqual({
      steps: 20,
      last: 20,
      lists: ['expertProbability/hist'],
      rollouts: [10, 20],
      unreadable: 0,
    });
    for (const name of ['reward', 'level0', 'seconds', 'generate', 'learnedTokensPerSecond'])
      expect(metrics).toContain(name);
    expect(metrics).not.toContain('step');
  });

  test('gives few points of many steps, and every step of a narrow range', async () => {
    const path = '/api/series?run=one&stage=trapo&metric=reward';
    const all = await json<Series>(`${path}&points=200`);
    expect(all.whole).toBe(false);
    expect(all.steps.length).toBeLessThanOrEqual(200);
    const near = await json<Series>(`${path}&points=200&from=1001&to=1100&smooth=0.9`);
    expect(near.whole).toBe(true);
    expect(near.steps).toEqual(Array.from({ length: 100 }, (_, i) => 1001 + i));
    expect(near.values[0]).toBeCloseTo(metricsOf('trapo', 1001, 3000, 0, 102).reward as number, 12);
    // the average knows the steps before the range
    expect(Math.abs(near.smooth![0]! - all.values[0]!)).toBeGreaterThan(0.01);
    const none = await json<Series>('/api/series?run=one&stage=trapo&metric=nothing');
    expect(none.steps).toEqual([]);
  });

  test('gives means of the same stretches for all metrics', async () => {
    const of = (metric: string) =>
      json<Series>(`/api/series?run=one&stage=trapo&metric=${metric}&points=50&reduce=mean`);
    const levels = await Promise.all(['level0', 'level1', 'level2', 'level3'].map(of));
    for (const level of levels) expect(level.steps).toEqual(levels[0]!.steps);
    levels[0]!.steps.forEach((_, i) => {
      expect(levels.reduce((sum, { values }) => sum + values[i]!, 0)).toBeCloseTo(1, 9);
    });
  });

  test('gives throughput, histograms and rollouts', async () => {
    const of = (metric: string) => json<Series>(`/api/series?run=two&stage=trapo&metric=${metric}`);
    const [rate, learn] = await Promise.all(['learnedTokensPerSecond', 'learn'].map(of));
    expect(rate!.values[4]).toBeCloseTo(4500 / learn!.values[4]!, 9);

    const histogram = `/api/list?run=two&stage=trapo&metric=${encodeURIComponent('expertProbability/hist')}`;
    expect(await json(`${histogram}&step=7`)).toEqual({
      step: 7,
      values: metricsOf('trapo', 7, 20, 0, 202)['expertProbability/hist'],
    });

    const prompts = await json<{ line: number; id: string; reward: number; rows: number }[]>(
      '/api/rollouts?run=two&stage=trapo&step=20',
    );
    expect(prompts.map(({ id, rows }) => [id, rows])).toEqual(['p0', 'p1', 'p2', 'p3'].map(id => [id, 8]));
    const rollout = await json<Rollout>(`/api/rollout?run=two&stage=trapo&line=${prompts[2]!.line}`);
    expect(rollout).toMatchObject({ step: 20, id: 'p2', gold: '15' });
    const rewards = rollout.rows.map(({ reward }) => reward!);
    expect(rewards.reduce((sum, reward) => sum + reward, 0) / 8).toBeCloseTo(prompts[2]!.reward, 12);
  });

  test('compares runs, and their configs', async () => {
    const comparison = await json<{ rows: object[]; unfinished: string[] }>('/api/compare?run=one&run=two');
    expect(comparison.rows).toHaveLength(4);
    expect(comparison.unfinished).toEqual(['two']);
    expect(await (await get('/api/compare.csv?run=one')).text()).toMatch(/^run,method,seeds,L1,L1 sd,/);
    const svg = await get('/api/compare.svg?run=one');
    expect(svg.headers.get('content-disposition')).toBe('attachment; filename="comparison.svg"');
    expect(await svg.text()).toMatch(/^<svg .*TRAPO/s);
    const { rows } = await json<{ rows: { key: string; values: string[] }[] }>(
      '/api/configs?run=one&run=two',
    );
    expect(rows.find(({ key }) => key === 'training.alpha')!.values).toEqual(['0.1', '0.2']);
  });

  test('tells what is wrong with a request', async () => {
    for (const [path, status, error] of [
      ['/api/series?run=one&stage=trapo', 400, 'the parameter metric is missing, for example ?metric=trapo'],
      ['/api/series?run=three&stage=trapo&metric=a', 404, 'no run is named "three"; /api/runs lists them'],
      ['/api/stage?run=one&stage=ppo', 404, 'run one has no stage named "ppo"; /api/runs lists them'],
      [
        '/api/rollouts?run=one&stage=trapo&step=x',
        400,
        'the parameter step is a number, for example ?step=10; received "x"',
      ],
      ['/api/rollout?run=one&stage=trapo&line=99999', 404, 'rollouts.jsonl has 1200 lines, counted from 0'],
      ['/api/nothing', 404, 'there is nothing at /api/nothing'],
    ] as const) {
      const response = await get(path);
      expect({ status: response.status, ...(await response.json()) }).toEqual({ status, error });
    }
    expect((await get('/api/runs', { method: 'POST' })).status).toBe(405);
  });
});

describe('live', () => {
  test('a run that grows, and one that is new, are told of', async () => {
    const response = await get('/api/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const changes = changesOf(response.body!);
    await new Promise(resolve => setTimeout(resolve, 300));
    await appendFile(join(place, 'runs/two/trapo/metrics.jsonl'), '{"step":21,"reward":0.123}\n');
    expect((await changes.next()).value).toEqual({ stages: [{ run: 'two', stage: 'trapo' }], runs: false });
    const series = await json<Series>('/api/series?run=two&stage=trapo&metric=reward&from=21');
    expect(series).toMatchObject({ steps: [21], values: [0.123] });

    await writeRun(join(place, 'runs/three'), { steps: 2, methods: ['grpo'] });
    for (let seen: Change = { stages: [], runs: false }; !seen.runs; ) seen = (await changes.next()).value!;
    expect((await json<RunInfo[]>('/api/runs')).map(({ id }) => id)).toContain('three');
    await changes.return(undefined);
  });

  async function* changesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Change, undefined> {
    let text = '';
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = text.slice(0, end).match(/^data: (.*)$/m)?.[1];
        text = text.slice(end + 2);
        if (data) yield JSON.parse(data) as Change;
      }
    }
    return undefined;
  }
});

describe('safety', () => {
  const climbing = [
    '../secret.jsonl',
    '..',
    '../outside',
    '..%2foutside',
    '....//outside',
    '%2e%2e/outside',
    '/etc',
    'C:\\',
    'two/../../outside',
    '\0',
    'data/..',
    '__proto__',
    'constructor',
  ];

  test.each(climbing)('no stage or run is a path: %j', async name => {
    for (const query of [
      `run=${encodeURIComponent(name)}&stage=trapo`,
      `run=two&stage=${encodeURIComponent(name)}`,
      `run=two&stage=${name}`,
    ]) {
      for (const path of [
        `/api/stage?${query}`,
        `/api/series?${query}&metric=reward`,
        `/api/rollouts?${query}&step=1`,
      ]) {
        const response = await get(path);
        expect(response.status, path).toBe(404);
        expect(await response.text()).not.toContain(SECRET);
      }
    }
  });

  test('links out of a run lead nowhere', async () => {
    expect(await json<StageContents>('/api/stage?run=two&stage=linked')).toMatchObject({
      steps: 0,
      metrics: [],
    });
    expect((await get('/api/stage?run=two&stage=elsewhere')).status).toBe(404);
  });

  test.each([
    '/../secret.jsonl',
    '/..%2f..%2fsecret.jsonl',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../../package.json',
    '//etc/passwd',
    'file:///etc/passwd',
    '/one/config.yaml',
    '/api/../../secret.jsonl',
  ])('no path of a request is a path of the disk: %s', async path => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(answer).not.toContain(SECRET);
  });

  test('a page whose name was made to point here is refused', async () => {
    const ask = (host: string) => raw(`GET /api/runs HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await ask('evil.example')).toMatch(/^HTTP\/1.1 403 /);
    expect(await ask('127.0.0.1.evil.example:80')).toMatch(/^HTTP\/1.1 403 /);
    for (const host of ['localhost:4747', '127.0.0.1', '[::1]:80'])
      expect(await ask(host)).toMatch(/^HTTP\/1.1 200 /);
  });

  test('every answer forbids what the page does not need', async () => {
    for (const path of ['/api/runs', '/api/nothing']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('beyond loopback a token is asked for, and kept in a cookie', async () => {
    const open = await openDash([join(place, 'runs')], { host: '0.0.0.0' });
    const { origin, port, searchParams } = new URL(open.url);
    const token = searchParams.get('token')!;
    expect(token).toMatch(/^[\w-]{22}$/);
    const at = `http://127.0.0.1:${port}`;
    expect(origin).toBe(`http://0.0.0.0:${port}`);
    for (const path of ['/', '/api/runs', '/api/events', '/?token=wrong']) {
      expect((await fetch(at + path)).status, path).toBe(401);
    }
    const entered = await fetch(`${at}/?token=${token}`, { redirect: 'manual' });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
    const kept = entered.headers.get('set-cookie')!;
    expect(kept).toContain('HttpOnly; SameSite=Strict');
    expect((await fetch(`${at}/api/runs`, { headers: { cookie: kept.split(';')[0]! } })).status).toBe(200);
    expect((await fetch(`${at}/api/runs`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    await open.close();
  });
});

test('a folder that is not there, and a port that is taken, are named', async () => {
  await expect(openDash([join(place, 'none')])).rejects.toThrow(
    `there is no folder ${join(place, 'none')}; give`,
  );
  const port = Number(new URL(dash.url).port);
  await expect(openDash([place], { port })).rejects.toThrow(/EADDRINUSE.*give another --port/);
  const other = await openDash([place], { port, orAnyPort: true });
  expect(other.url).not.toBe(dash.url);
  await other.close();
});
