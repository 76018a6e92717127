import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DownloadProgress, downloadModel } from './download.ts';

const COMMIT = 'c0ffee';
const WEIGHTS = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));

/** The Hub's protocol for one small model, and what was asked of it. */
const hub = {
  files: new Map<string, Buffer>(),
  /** Bytes of weights that a connection gives before it breaks; as many as there are when undefined. */
  breaksAfter: undefined as number | undefined,
  /** Starts of the ranges of weights that were asked for. */
  asked: [] as number[],
  token: undefined as string | undefined,
};

let server: Server;
let hubUrl: string;
let folder: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, hubUrl).pathname);
    hub.token = request.headers.authorization;
    const json = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === '/api/models/me/tiny/revision/main') return json({ _id: '1', id: 'me/tiny', sha: COMMIT });
    if (path === `/api/models/me/tiny/tree/${COMMIT}`) return json([...hub.files].map(entry));
    const body = hub.files.get(path.replace(`/me/tiny/resolve/${COMMIT}/`, ''));
    if (!body)
      return response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":"Repository not found"}');
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const [start, end] = [Number(from ?? 0), Number(to ?? body.length - 1) + 1];
    const piece = body.subarray(start, end);
    response.writeHead(from ? 206 : 200, {
      etag: '"x"',
      'content-length': piece.length,
      ...(from && { 'content-range': `bytes ${start}-${end - 1}/${body.length}` }),
    });
    const isProbe = piece.length === 1;
    if (path.endsWith('.safetensors') && !isProbe) hub.asked.push(start);
    if (hub.breaksAfter === undefined || piece.length <= hub.breaksAfter) return response.end(piece);
    return response.write(piece.subarray(0, hub.breaksAfter), () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  hubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  Object.assign(hub, { breaksAfter: undefined, asked: [] });
  hub.files = new Map([
    ['config.json', Buffer.from('{"model_type":"llama"}')],
    ['model.safetensors', WEIGHTS],
    ['pytorch_model.bin', Buffer.from('pickle')],
    ['README.md', Buffer.from('#')],
  ]);
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => new Promise(resolve => server.close(resolve)));

function entry([path, content]: [string, Buffer]) {
  const size = content.length;
  const oid = createHash('sha1').update(`blob ${size}\0`).update(content).digest('hex');
  const lfs = { oid: createHash('sha256').update(content).digest('hex'), size, pointerSize: 130 };
  return { type: 'file', path, size, oid, ...(path.endsWith('.safetensors') && { lfs }) };
}

describe('a model of the Hub', () => {
  test('comes with the files that are read here, and says how far it is', async () => {
    const heard: DownloadProgress[] = [];
    await downloadModel('me/tiny', folder, {
      hubUrl,
      accessToken: 'hf_secret',
      onProgress: p => heard.push(p),
    });
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors']);
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(WEIGHTS);
    expect(hub.token).toBe('Bearer hf_secret');
    const totalBytes = WEIGHTS.length + 22;
    expect(heard.at(-1)).toEqual({ file: 'model.safetensors', receivedBytes: totalBytes, totalBytes });
    for (const [i, { receivedBytes }] of heard.entries())
      expect(receivedBytes).toBeGreaterThanOrEqual(heard[i - 1]?.receivedBytes ?? 0);
  });

  test('goes on where its connection broke', async () => {
    hub.breaksAfter = 100_000;
    await downloadModel('me/tiny', folder, { hubUrl });
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(WEIGHTS);
    expect(hub.asked.length).toBeGreaterThan(1);
    expect(hub.asked).toEqual(hub.asked.toSorted((a, b) => a - b));
  });

  test('goes on where an earlier call had to stop', async () => {
    hub.breaksAfter = 30_000;
    await expect(downloadModel('me/tiny', folder, { hubUrl })).rejects.toThrow(
      /model\.safetensors: \d+ of 300000 bytes are there, and the rest failed 5 times: .*; run it again to go on from there/,
    );
    const [part] = (await readdir(folder)).filter(file => file.endsWith('.part'));
    const there = (await readFile(join(folder, part!))).length;
    expect(there).toBeGreaterThan(0);
    Object.assign(hub, { breaksAfter: undefined, asked: [] });
    await downloadModel('me/tiny', folder, { hubUrl });
    expect(hub.asked).toEqual([there]);
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(WEIGHTS);
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors']);
  });

  test('is not downloaded again when it is there; a file of other content is', async () => {
    await downloadModel('me/tiny', folder, { hubUrl });
    hub.asked = [];
    await downloadModel('me/tiny', folder, { hubUrl });
    expect(hub.asked).toEqual([]);
    await writeFile(join(folder, 'model.safetensors'), Buffer.alloc(WEIGHTS.length));
    await downloadModel('me/tiny', folder, { hubUrl });
    expect(await readFile(join(folder, 'model.safetensors'))).toEqual(WEIGHTS);
  });

  test('that arrives broken is refused and thrown away', async () => {
    const [, listed] = [...hub.files][1]!;
    const original = hub.files.get.bind(hub.files);
    hub.files.get = path => (path === 'model.safetensors' ? Buffer.alloc(listed.length) : original(path));
    await expect(downloadModel('me/tiny', folder, { hubUrl })).rejects.toThrow(
      /model\.safetensors: expected content of the hash [0-9a-f]{64}, found another; run it again to start over/,
    );
    expect(await readdir(folder)).toEqual(['config.json']);
  });

  test('without safetensors, or that does not exist, is refused', async () => {
    hub.files.delete('model.safetensors');
    await expect(downloadModel('me/tiny', folder, { hubUrl })).rejects.toThrow(
      new Error('me/tiny: expected weights as model.safetensors or its shards, found config.json'),
    );
    await expect(downloadModel('me/none', folder, { hubUrl })).rejects.toThrow('Repository not found');
  });
});
