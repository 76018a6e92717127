import { afterAll, describe, expect, test } from 'vitest';
import { codeVerifier } from './codeVerifier.ts';

const code = codeVerifier();
afterAll(() => code.close());

const tests = [
  { expression: 'double(2)', equals: 4 },
  { expression: 'double(21)', equals: 42 },
];
const gold = (language: string, of: readonly object[] = tests) => JSON.stringify({ language, tests: of });
const verify = (language: string, completion: string, options = {}) =>
  code.verify({ gold: gold(language), completion }, { timeMs: 1_500, memoryMb: 64, ...options });
const program = { python: 'def double(x): return 2 * x', javascript: 'const double = x => 2 * x' };

describe.each(['python', 'javascript'] as const)('%s', language => {
  test('a right program passes', async () => {
    expect(await verify(language, program[language])).toMatchObject({ status: 'correct', score: 1 });
  });
});

/** Programs that try to pass, or to get out. None may be correct, and the right program passes afterwards. */
const hostilePython: Readonly<Record<string, string>> = {
  'an object that equals all':
    'class A:\n  def __eq__(self, o): return True\n  def __hash__(self): return 4\ndef double(x): return A()',
  'a subclass of int': 'class A(int):\n  def __eq__(self, o): return True\ndef double(x): return A(0)',
  'an early exit': 'import sys\nsys.exit(0)',
  'a hard exit': 'import os\nos._exit(0)',
  'a fault of the interpreter':
    'import sys\nf = type(sys._getframe())\n(lambda: 0).__code__.replace(co_code=bytes([255] * 16)).__class__\nexec((lambda: 0).__code__.replace(co_code=bytes([250, 7] * 64)))',
  'an exit in the function': 'import sys\ndef double(x): sys.exit(0)',
  'a patched harness':
    'import json\njson.dumps = lambda *a, **k: \'{"value": "4"}\'\ndef double(x): return 0',
  'a patched eval': 'import builtins\nbuiltins.eval = lambda *a: 4\ndef double(x): return 0',
  'a frame of the harness':
    'import sys\ndef double(x):\n  f = sys._getframe(1)\n  while f:\n    f.f_locals["value"] = 4\n    f = f.f_back\n  return 0',
  'a flood of print': 'while True: print("x" * 1000)',
  'an allocation without end': 'x = []\nwhile True: x.append(bytearray(10**7))',
  'one large allocation': 'x = "a" * 10**10',
  'recursion without end': 'def f(): return f()\nf()',
  'recursion in C': 'x = []\nfor i in range(10**6): x = [x]\nrepr(x)',
  'a fork': 'import os\nwhile True: os.fork()',
  'a process': 'import subprocess\nsubprocess.run(["ls"])\ndef double(x): return 0',
  'a shell': 'import os\nos.system("echo out")\ndef double(x): return 0',
  'a file of the host': 'open("/etc/passwd").read()\ndef double(x): return 0',
  'a file written': 'open("/tmp/x", "w").write("x")\ndef double(x): return 0',
  'a directory': 'import os\nos.mkdir("/tmp/x")',
  'the network': 'import socket\ns = socket.socket()\ns.connect(("127.0.0.1", 80))\ns.send(b"x")\ns.recv(1)',
  'a request': 'import urllib.request\nurllib.request.urlopen("http://127.0.0.1/").read()',
  threads: 'import threading\nthreading.Thread(target=print).start()',
  JavaScript: 'import js\njs.process.exit(0)',
  "Pyodide's module": 'import pyodide_js\npyodide_js.FS.readdir("/")',
  "Pyodide's eval": 'from pyodide.code import run_js\nrun_js("process.exit(0)")',
  'a syntax error': 'def double(x) return',
  'a null byte': 'def double(x): return 2*x\0',
  ctypes: 'import ctypes\nctypes.string_at(0)\nctypes.memset(0, 255, 10**8)',
};

describe('hostile Python', () => {
  test.each(Object.entries(hostilePython))('%s', async (_, completion) => {
    const { status, score, reason } = await verify('python', completion);
    expect(status, reason).not.toBe('correct');
    expect(status, reason).not.toBe('error');
    expect(score === null, reason).toBe(status === 'timeout');
  });

  test('an endless loop is killed, and the next program runs', async () => {
    expect(await verify('python', 'while True: pass', { timeMs: 300 })).toMatchObject({
      status: 'timeout',
      score: null,
    });
    expect((await verify('python', program.python)).status).toBe('correct');
  });

  test('nothing is left behind by the program before', async () => {
    const spoil =
      'import math, builtins, sys\nmath.sqrt = 7\nbuiltins.len = 7\nsys.modules["json"] = 7\nsys.path[:] = []\ndouble = 7';
    expect((await verify('python', spoil)).status).toBe('incorrect');
    const careful =
      'import math, json, random\ndef double(x): return 2 * x if math.sqrt(len([1, 1, 1, 1])) == 2 and "double" not in json.__dict__ else 0';
    expect((await verify('python', careful)).status).toBe('correct');
    expect((await verify('python', 'pass')).reason).toContain("name 'double' is not defined");
  });

  test('chance is the same in every run', async () => {
    const draw =
      'import random, os, uuid\ndef double(x): return [random.random(), os.urandom(8).hex(), str(uuid.uuid4())]';
    const seen = async () =>
      (
        await code.verify({
          gold: gold('python', [{ expression: 'double(1)', equals: 0 }]),
          completion: draw,
        })
      ).status;
    expect(await seen()).toBe('incorrect');
    const echo = `${draw}\nprint(double(1))`;
    const outputs = await Promise.all(
      [1, 2].map(() => code.verify({ gold: gold('python', [{ input: '', output: 'x' }]), completion: echo })),
    );
    expect(outputs[0]!.reason).toBe(outputs[1]!.reason);
  });
});

/** JavaScript that gets hold of Python's way out, as if the barriers of Python were not there, finds nothing. */
const hostileJavaScript: Readonly<Record<string, string>> = {
  'an object that equals all': 'const double = () => ({ valueOf: () => 4, toString: () => "4" })',
  'a patched stringify': 'JSON.stringify = () => "4"; const double = () => 0',
  'a patched prototype':
    'Object.prototype.toJSON = () => 4; Number.prototype.toJSON = () => 4; const double = () => 0',
  'an endless loop': 'for (;;);',
  'a flood of prints': 'for (;;) console.log("x".repeat(1000))',
  'an allocation without end': 'const x = []; for (;;) x.push(new Array(1e5).fill(1))',
  'one large allocation': 'const x = new ArrayBuffer(1e12)',
  'a long text': 'let x = "x"; for (;;) x += x',
  'recursion without end': 'const f = () => f(); f()',
  'a pattern without end': '/(a*)*b/.test("a".repeat(50)); for (;;) /(a*)*b/.test("a".repeat(50))',
  process: 'process.exit(0)',
  require: 'require("fs")',
  fetch: 'fetch("http://127.0.0.1/")',
  'the constructor of functions': 'double = (() => {}).constructor("return process")()',
  'an import': 'import("fs").then(fs => { globalThis.double = x => 2 * x })',
  'a promise that hangs': 'const f = () => Promise.resolve().then(f); f()',
  'a syntax error': 'const double = ',
  'a throw of nothing': 'throw undefined',
};

describe('hostile JavaScript', () => {
  test.each(Object.entries(hostileJavaScript))('%s', async (_, completion) => {
    const { status, score, reason } = await verify('javascript', completion);
    expect(status, reason).not.toBe('correct');
    expect(status, reason).not.toBe('error');
    expect(score === null, reason).toBe(status === 'timeout');
  });

  test('steps decide, not time', async () => {
    const loop = 'let n = 0; for (let i = 0; i < 1e5; i++) n++; const double = x => 2 * x';
    const attempt = { gold: gold('javascript'), completion: loop };
    expect((await code.verify(attempt)).status).toBe('correct');
    expect(await code.verify(attempt, {}, { steps: 20_000 })).toMatchObject({
      status: 'timeout',
      score: null,
    });
  });
});
