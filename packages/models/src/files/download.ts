// A model of the Hub by its name: the files that this package reads, of one commit, resumed where they broke off.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadFile, type ListFileEntry, listFiles, modelInfo } from '@huggingface/hub';

/** What of a repository is downloaded: neither weights in other formats nor files in folders. */
const WANTED =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|adapter_config)\.json$|^chat_template\.jinja$|^(adapter_)?model[\w-]*\.safetensors(\.index\.json)?$/;

/** Times that a broken download goes on where it broke off before it is given up. */
const ATTEMPTS = 5;

export interface DownloadProgress {
  readonly file: string;
  /** Of all files together, those that were there before among them. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface DownloadOptions {
  /** Branch, tag or commit. Default: main. */
  readonly revision?: string;
  /** For models that ask for it: a token of the Hub's settings. */
  readonly accessToken?: string;
  /** Default: the Hub itself; a mirror speaks the same protocol. */
  readonly hubUrl?: string;
  /** Called with each piece that arrives. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * Downloads a model, for example `HuggingFaceTB/SmolLM2-135M`, into a folder, which is made if need be. A file that is
 * there already, of the right content, is kept; one that broke off, in this call or an earlier one, goes on from there.
 * Every file is checked against the Hub's hash before it gets its name.
 *
 * @throws Error when there is no such model, no weights as safetensors among its files, or a file stays broken
 */
export async function downloadModel(
  name: string,
  folder: string,
  { revision = 'main', onProgress, ...hub }: DownloadOptions = {},
): Promise<void> {
  const info = await modelInfo({ name, revision, additionalFields: ['sha'], ...hub });
  const where = { repo: name, revision: info.sha ?? revision, ...hub };
  const files: ListFileEntry[] = [];
  for await (const file of listFiles(where))
    if (file.type === 'file' && WANTED.test(file.path)) files.push(file);
  if (!files.some(({ path }) => path.endsWith('.safetensors'))) {
    throw new Error(
      `${name}: expected weights as model.safetensors or its shards, found ${files.map(({ path }) => path).join(', ') || 'none of our files'}`,
    );
  }
  await mkdir(folder, { recursive: true });
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  let receivedBytes = 0;
  for (const file of files) {
    const count = (bytes: number) => {
      receivedBytes += bytes;
      onProgress?.({ file: file.path, receivedBytes, totalBytes });
    };
    await fetchFile(file, folder, count, async start => {
      const blob = await downloadFile({ ...where, path: file.path, xet: false });
      if (!blob) throw new Error(`${name}: ${file.path} was listed and is not there`);
      return blob.slice(start).stream();
    });
  }
}

/** Gets one file whole under its name; `count` hears of bytes that are there. */
async function fetchFile(
  file: ListFileEntry,
  folder: string,
  count: (bytes: number) => void,
  from: (start: number) => Promise<ReadableStream<Uint8Array>>,
): Promise<void> {
  const target = join(folder, file.path);
  if ((await sizeOf(target)) === file.size && (await isIntact(target, file))) return count(file.size);
  // named after the content, so that what goes on is always the same file
  const part = `${target}.${hashOf(file).slice(0, 12)}.part`;
  await removeOtherParts(folder, file.path, part);
  let size = (await sizeOf(part)) ?? 0;
  count(size);
  for (let attempt = 1; ; attempt++) {
    try {
      // a server has no range of nothing
      size += await append(part, size, size < file.size ? await from(size) : undefined, count);
      if (size >= file.size) break;
      throw new Error(`the connection ended at byte ${size} of ${file.size}`);
    } catch (cause) {
      size = (await sizeOf(part)) ?? 0;
      if (attempt < ATTEMPTS) continue;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `${target}: ${size} of ${file.size} bytes are there, and the rest failed ${ATTEMPTS} times: ${reason}; run it again to go on from there`,
        { cause },
      );
    }
  }
  if (!(await isIntact(part, file))) {
    await rm(part);
    throw new Error(
      `${target}: expected content of the hash ${hashOf(file)}, found another; run it again to start over`,
    );
  }
  await rename(part, target);
}

/** Adds a stream to the end of a file that has `start` bytes; returns how many came. */
async function append(
  path: string,
  start: number,
  stream: ReadableStream<Uint8Array> | undefined,
  count: (bytes: number) => void,
): Promise<number> {
  const file = await open(path, 'a');
  let added = 0;
  try {
    if ((await file.stat()).size !== start) throw new Error(`${path}: changed by another process`);
    for await (const piece of stream ?? []) {
      await file.writeFile(piece);
      added += piece.length;
      count(piece.length);
    }
    await file.sync();
    return added;
  } finally {
    await file.close();
  }
}

async function removeOtherParts(folder: string, path: string, kept: string): Promise<void> {
  for (const other of await readdir(folder)) {
    const isPart = other.startsWith(`${path}.`) && other.endsWith('.part');
    if (isPart && join(folder, other) !== kept) await rm(join(folder, other));
  }
}

/** SHA-256 of a large file's content; git's SHA-1 of a small one. */
function hashOf({ lfs, oid }: ListFileEntry): string {
  return lfs?.oid ?? oid!;
}

async function isIntact(path: string, file: ListFileEntry): Promise<boolean> {
  const hash = file.lfs ? createHash('sha256') : createHash('sha1').update(`blob ${file.size}\0`);
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex') === hashOf(file);
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
