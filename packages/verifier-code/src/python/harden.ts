/**
 * Takes from a worker what could reach beyond it: files, processes, the network, other threads. Python is kept from JavaScript
 * as it is; this is for code that finds a way all the same. Nothing that was taken can be given back, so it runs last.
 */

const nodeModules = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'dns/promises',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'inspector',
  'module',
  'net',
  'os',
  'repl',
  'sqlite',
  'tls',
  'v8',
  'vm',
  'wasi',
  'worker_threads',
];
const processParts = [
  'binding',
  '_linkedBinding',
  'dlopen',
  'kill',
  '_kill',
  'chdir',
  'reallyExit',
  'abort',
  'getBuiltinModule',
];
const globals = [
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'WebTransport',
  'RTCPeerConnection',
  'indexedDB',
  'caches',
  'importScripts',
];

export function harden(): void {
  const node = typeof globalThis.process?.getBuiltinModule === 'function';
  if (node) {
    const { syncBuiltinESMExports } = process.getBuiltinModule('node:module');
    // all of them before any loses a function that another needs to load
    const loaded = nodeModules.map(
      name => [name, process.getBuiltinModule(`node:${name}`) as object] as const,
    );
    for (const [name, exported] of loaded) if (exported) takeFunctions(exported, name);
    // what `import` gives, too
    syncBuiltinESMExports();
    for (const part of processParts) take(process, part, `process.${part}`);
    process.env = {};
  }
  for (const name of globals) Reflect.deleteProperty(globalThis, name);
}

function takeFunctions(owner: object, name: string): void {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
    if (typeof value === 'function') take(owner, key, `${name}.${key}`);
}

function take(owner: object, key: string, name: string): void {
  const refuse = () => {
    throw new Error(`there is no ${name} in here`);
  };
  try {
    Object.defineProperty(owner, key, { value: refuse });
  } catch {
    // it can't be redefined; those that matter can, which the tests hold
  }
}
