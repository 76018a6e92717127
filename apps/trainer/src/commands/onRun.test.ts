// What is done with a run once it is there, by the command as a user types it.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadModel } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyTask, type Workplace, workplace } from '../testing/workplace.ts';

const main = ['--conditions=@trapo/source', resolve(import.meta.dirname, '../main.ts')];
let place: Workplace;
const children: ChildProcess[] = [];
beforeAll(async () => {
  place = await workplace({ 'tiny.yaml': `${tinyTask}rollouts: {every: 1, prompts: 2}\n` });
  await place.start({ config: 'tiny.yaml', out: 'runs/a' });
  await place.start({ config: 'tiny.yaml', out: 'runs/b', seed: 2 });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const options = () => {
  const { FORCE_COLOR, ...environment } = process.env;
  return { cwd: place.cwd, env: { ...environment, INIT_CWD: place.cwd, DEBUG: '' } };
};

/** `trapo ...`, to its end; what it reads ends at once unless given. */
function trapo(args: readonly string[], input = '') {
  return new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>(done => {
    const child = execFile(process.execPath, [...main, ...args], options(), (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin!.end(input);
  });
}

/** The first line that a command prints that goes on until it is stopped. */
async function lineOf(...args: string[]): Promise<{ readonly line: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [...main, ...args], options());
  children.push(child);
  const line = await new Promise<string>((found, fail) => {
    let text = '';
    child.stdout.on('data', data => {
      text += data;
      if (text.includes('\n')) found(text.slice(0, text.indexOf('\n')));
    });
    child.stderr.on('data', data => (text += data));
    child.on('exit', () => fail(new Error(text)));
  });
  return { line, child };
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>(done => child.once('exit', code => done(code)));

describe('compare', () => {
  test('prints the table over seeds, or writes it', async () => {
    const { stdout } = await trapo(['compare']);
    expect(stdout).toMatch(/^greedy % {2}seeds/);
    expect(stdout).toMatch(/^TRAPO +1, 2 +\d+\.\d ± \d+\.\d/m);
    await trapo(['compare', 'runs/a', '-f', 'csv', '-o', 'table.csv']);
    expect(await readFile(join(place.cwd, 'table.csv'), 'utf8')).toMatch(/^run,method,seeds,L1,/);
    const { rows } = JSON.parse((await trapo(['compare', 'runs', '--each', '--json'])).stdout);
    expect(rows).toHaveLength(8);
  });

  test('says what is missing', async () => {
    expect(await trapo(['compare', 'nowhere'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^there is no folder .*nowhere; give a run's folder/),
    });
    expect((await trapo(['compare', 'runs/a', '-f', 'pdf'])).stderr).toContain(
      'Allowed choices are table, markdown, csv, svg',
    );
  });
});

describe('sample', () => {
  test('answers prompts, the same for the same seed', async () => {
    const args = ['sample', 'runs/a', '12:q=', '-n', '3', '--max-tokens', '8', '--json'];
    const first = await trapo(args);
    const answers = first.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(answers).toHaveLength(3);
    expect(answers[0]).toMatchObject({ prompt: '12:q=', sample: 0 });
    expect(answers.every(({ tokens, logProb }) => tokens <= 8 && logProb < 0)).toBe(true);
    expect((await trapo(args)).stdout).toBe(first.stdout);
    expect((await trapo([...args, '--seed', '1'])).stdout).not.toBe(first.stdout);
    const piped = await trapo(
      ['sample', 'runs/a/base', '--temperature', '0', '--max-tokens', '4'],
      '12:q=\n34:p=\n',
    );
    expect(piped.stdout.match(/^> .*/gm)).toEqual(['> 12:q=', '> 34:p=']);
  });

  test('names what is no model', async () => {
    const { stderr } = await trapo(['sample', 'runs', 'x']);
    expect(stderr).toMatch(/runs is no model: it has no config.json; give a run, a stage of it/);
  });
});

describe('verify', () => {
  test('gives the verdicts of the run again', async () => {
    for (const file of ['trapo/rollouts.jsonl', 'grpo/responses.jsonl']) {
      const { code, stdout, stderr } = await trapo(['verify', `runs/a/${file}`, '--json', '--check']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { verifier, responses, changed, judgedBefore } = JSON.parse(stdout);
      expect({ verifier, changed }).toEqual({ verifier: 'boxedExact', changed: 0 });
      expect(judgedBefore).toBe(responses);
      expect(responses).toBeGreaterThan(10);
    }
  });

  test('judges rows of the user by any verifier, with progress and a line each', async () => {
    const rows = [
      { answer: '5', response: 'it is \\boxed{5}', status: 'incorrect' },
      { gold: '6', completion: '\\boxed{7}' },
    ];
    await writeFile(join(place.cwd, 'own.jsonl'), rows.map(row => JSON.stringify(row)).join('\n'));
    const result = await trapo([
      'verify',
      'own.jsonl',
      '--verifier',
      'boxedExact',
      '-o',
      'verdicts.jsonl',
      '--check',
    ]);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^correct +1 +50\.0% +1$/m);
    expect(result.stderr).toMatch(/verifying +2\/2 100%/);
    const verdicts = (await readFile(join(place.cwd, 'verdicts.jsonl'), 'utf8')).trim().split('\n');
    expect(verdicts.map(line => JSON.parse(line).status)).toEqual(['correct', 'incorrect']);
  });

  test('names the line that is no response, and the verifier that is missing', async () => {
    await writeFile(join(place.cwd, 'bad.jsonl'), '{"answer":"5","response":"5"}\n{"answer":"5"}\n');
    const { stderr } = await trapo(['verify', 'bad.jsonl', '--verifier', 'exact']);
    expect(stderr).toMatch(/bad\.jsonl:2: an answer and a response are needed, for example/);
    expect((await trapo(['verify', 'bad.jsonl'])).stderr).toMatch(/--verifier is needed: .* lies in no run/);
    expect((await trapo(['verify', 'bad.jsonl', '--verifier', 'exat'])).stderr).toMatch(
      /did you mean "exact"/,
    );
  });
});

describe('export', () => {
  test('writes a model that loads again, with a card', async () => {
    const { stdout } = await trapo(['export', 'runs/a', 'exported']);
    expect(stdout).toBe(
      'exported: README.md, config.json, model.safetensors, tokenizer.json, tokenizer_config.json\n',
    );
    const out = join(place.cwd, 'exported');
    const card = await readFile(join(out, 'README.md'), 'utf8');
    expect(card).toMatch(/^---\nlibrary_name: transformers\n/);
    expect(card).toMatch(/^\| TRAPO \|/m);
    expect(card).not.toContain(place.cwd);
    const device = await openDevice({ threads: 1 });
    const [exported, trained] = await Promise.all(
      [out, join(place.cwd, 'runs/a/trapo/checkpoint')].map(folder => loadModel(device, folder)),
    );
    expect([...(await exported!.decoder.weights())]).toEqual([...(await trained!.decoder.weights())]);
    await device.close();
    expect((await trapo(['export', 'runs/a', 'exported'])).stderr).toContain(
      'exported has files already; give a folder',
    );
    await trapo(['export', 'runs/a/sft', 'half', '--dtype', 'BF16']);
    const [whole, half] = await Promise.all(
      ['exported', 'half'].map(name => readFile(join(place.cwd, name, 'model.safetensors'))),
    );
    expect(half!.length).toBeLessThan(0.6 * whole!.length);
  });
});

describe('serve and dash', () => {
  test('a served run answers the official client, and ends on Ctrl-C', async () => {
    const { line, child } = await lineOf('serve', 'runs/a', '--port', '0', '--json');
    const { baseURL, model } = JSON.parse(line);
    expect(model).toBe('a-trapo');
    const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
    const messages = [{ role: 'user', content: '12:q=' }] as const;
    const answer = await client.chat.completions.create({
      model,
      messages: [...messages],
      max_tokens: 5,
      seed: 1,
    });
    expect(answer.usage!.completion_tokens).toBeLessThanOrEqual(5);
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
  });

  test('a dashboard shows the runs, and ends on Ctrl-C', async () => {
    const { line, child } = await lineOf('dash', 'runs', '--port', '0', '--json');
    const runs = await (await fetch(`${JSON.parse(line).url}/api/runs`)).json();
    expect(runs.map(({ id }: { id: string }) => id)).toEqual(['a', 'b']);
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
    expect((await trapo(['dash', 'nowhere'])).stderr).toMatch(
      /^there is no folder .*nowhere; run `trapo start` first/,
    );
  });
});

test('the dashboard beside a run ends with it, whenever that is killed', async () => {
  const code = `
    const { fork } = require('node:child_process');
    const execArgv = ['--conditions=@trapo/source'];
    const child = fork(${JSON.stringify(main[1])}, ['dash', 'runs'], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    console.log(child.pid);
    setInterval(() => {}, 1000);
  `;
  const alive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const pids = await Promise.all(
    [0, 150, 400, 1000, 3000].map(async instant => {
      const run = spawn(process.execPath, ['--eval', code], options());
      const pid = await new Promise<number>(told => run.stdout.once('data', text => told(Number(text))));
      await setTimeout(instant);
      run.kill('SIGKILL');
      return pid;
    }),
  );
  await expect.poll(() => pids.filter(alive), { timeout: 20_000 }).toEqual([]);
});

describe('all commands', () => {
  const commands = ['init', 'dash', 'compare', 'sample', 'verify', 'export', 'serve', 'doctor'];

  test.each(commands)('%s has help with examples, in no colours where it is piped', async command => {
    const { code, stdout } = await trapo([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}\$ trapo /);
    expect(stdout).not.toContain('\u001b');
  });

  test('doctor examines this machine', async () => {
    const { code, stdout } = await trapo(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {4}device +simd .*threads/m);
    expect(stdout).not.toContain('\u001b');
    const findings = JSON.parse((await trapo(['doctor', '--json'])).stdout) as {
      name: string;
      state: string;
    }[];
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'build', 'device', 'cores', 'memory', 'disk']),
    );
  });

  test('from a user’s own 20 rows to an exported model', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      prompt: `${i}+1=`,
      answer: String(i + 1),
      experts: [`one more\n\\boxed{${i + 1}}`],
    }));
    await writeFile(join(place.cwd, 'own20.jsonl'), rows.map(row => JSON.stringify(row)).join('\n'));
    expect((await trapo(['init', 'mine'])).stderr).toContain(
      'questions need a terminal; without one: trapo init mine --yes',
    );
    const { stdout } = await trapo(['init', 'mine', '--data', 'own20.jsonl', '--yes']);
    expect(stdout).toBe('wrote mine/trapo.yaml\nnext:  trapo start --config mine/trapo.yaml\n');
    expect(await readdir(join(place.cwd, 'mine/data'))).toEqual([
      'dev.jsonl',
      'pretrain.jsonl',
      'train.jsonl',
    ]);
    // fewer steps than a user would take
    const config = join(place.cwd, 'mine/trapo.yaml');
    await writeFile(config, (await readFile(config, 'utf8')).replace(/steps: \d+/g, 'steps: 4'));
    const start = await trapo([
      'start',
      '--config',
      'mine/trapo.yaml',
      '--out',
      'own',
      '--methods',
      'trapo',
      '--no-dash',
    ]);
    expect(start.code, start.stderr).toBe(0);
    expect((await trapo(['compare', 'own'])).stdout).toMatch(/^TRAPO +1 /m);
    expect((await trapo(['export', 'own', 'own-model'])).code).toBe(0);
    expect((await trapo(['sample', 'own-model', '3+1=', '--json'])).code).toBe(0);
    await rm(join(place.cwd, 'own'), { recursive: true });
  });
});
