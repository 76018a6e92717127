// A worker that was hardened, and code in it that tries what is left: it tells what each attempt came to.

import { harden } from '../python/harden.ts';

const { parentPort } = process.getBuiltinModule('node:worker_threads');
const say = parentPort!.postMessage.bind(parentPort);
const Run = (() => {}).constructor as FunctionConstructor;
harden();

const attempts: Readonly<Record<string, string>> = {
  'a file by import': 'return import("node:fs").then(fs => fs.readFileSync("/etc/passwd"))',
  'a file by promises': 'return import("node:fs/promises").then(fs => fs.readFile("/etc/passwd"))',
  'a built-in module': 'return process.getBuiltinModule("node:fs")',
  'an internal binding': 'return process.binding("fs")',
  'a process': 'return import("node:child_process").then(it => it.execSync("echo out"))',
  'a connection': 'return import("node:net").then(it => it.connect(80, "127.0.0.1"))',
  'a request': 'return fetch("http://127.0.0.1/")',
  'a request by module': 'return import("node:http").then(it => it.get("http://127.0.0.1/"))',
  'another thread': 'return import("node:worker_threads").then(it => new it.Worker("0", { eval: true }))',
  'a require': 'return import("node:module").then(it => it.createRequire("file:///")("fs"))',
  'a data base': 'return import("node:sqlite").then(it => new it.DatabaseSync("/tmp/escaped.db"))',
  'a file system of WASI':
    'return import("node:wasi").then(it => new it.WASI({ version: "preview1", preopens: { "/": "/" } }))',
  'a signal': 'return process.kill(process.pid, 0)',
  'the environment':
    'if (process.env.PATH === undefined) throw new Error("it is empty"); return process.env.PATH',
};
const results: Record<string, string> = {};
for (const [name, code] of Object.entries(attempts))
  results[name] = await Promise.resolve()
    .then(() => Run(code)())
    .then(
      () => 'it works',
      error => String((error as Error).message),
    );
say(results);
