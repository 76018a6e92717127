// The dashboard's server: a page, an API that only reads, and events. It answers about the given runs and about nothing else.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pageFolder } from '@trapo/dashboard';
import { bearer, checkHost, checkToken, cookie, isLoopback, newToken } from '../http/access.ts';
import { HttpError } from '../http/httpError.ts';
import { type Address, listen } from '../http/listen.ts';
import { events } from './events.ts';
import { Download, routes } from './routes.ts';
import { openRuns } from './runs.ts';
import { type StaticFile, staticFiles } from './staticFiles.ts';
import { warmUp } from './warmUp.ts';

export interface DashOptions extends Partial<Address> {
  /** Asks for this token; on addresses other than loopback there is always one. */
  readonly token?: string;
  /** Whether any free port will do when `port` is taken. */
  readonly orAnyPort?: boolean;
}

export interface Dash {
  /** To open in a browser; with the token, where there is one. */
  readonly url: string;
  close(): Promise<void>;
}

/** Nothing from elsewhere, nothing inline, no frames around it. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Serves the dashboard of runs. The page itself is read, and from sources built, when it is first asked for.
 * @param folders runs' folders, or folders with runs in them
 * @throws Error when a folder or the address can't be had
 */
export async function openDash(folders: readonly string[], options: DashOptions = {}): Promise<Dash> {
  const { host = '127.0.0.1', port = 0, orAnyPort = false } = options;
  const token = options.token ?? (isLoopback(host) ? undefined : newToken());
  const runs = await openRuns(folders);
  const answers = routes(runs);
  const live = events(runs);
  let page: Promise<ReadonlyMap<string, StaticFile>> | undefined;
  let cookieName = '';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // the path as it was sent: nothing here decodes it, so an encoded one is just another name that isn't there
    const [path, search = ''] = (request.url ?? '/').split(/\?(.*)/s) as [string, string?];
    const query = new URLSearchParams(search);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new HttpError(405, 'only GET is answered');
    if (token === undefined) checkHost(request);
    else if (path === '/' && query.has('token')) {
      checkToken(query.get('token')!, token);
      const kept = `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`;
      response.writeHead(303, { location: '/', 'set-cookie': kept }).end();
      return;
    } else checkToken(bearer(request) ?? cookie(request, cookieName), token);

    if (path === '/api/events') return live.subscribe(response);
    const ask = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (ask) return send(response, await ask(query));
    page ??= pageFolder().then(staticFiles);
    const files = await page.catch(error => {
      page = undefined; // the next request tries again
      throw error;
    });
    const file = files.get(path);
    if (!file) throw new HttpError(404, `there is nothing at ${path}`);
    response.writeHead(200, { 'content-type': file.type }).end(file.body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => refuse(response, error));
  });
  const { url, close } = await listen(server, { host, port }, orAnyPort);
  // cookies know no ports: two dashboards of one machine must not take each other's
  cookieName = `trapo-${new URL(url).port}`;
  // what goes wrong here is said to those who ask for it
  void warmUp(runs).catch(() => {});
  return {
    url: token === undefined ? url : `${url}/?token=${token}`,
    async close() {
      live.close();
      await close();
    },
  };
}

function send(response: ServerResponse, value: unknown): void {
  if (value instanceof Download) {
    const disposition = `attachment; filename="${value.name}"`;
    response.writeHead(200, { 'content-type': value.type, 'content-disposition': disposition });
    response.end(value.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, error: Error): void {
  const status = error instanceof HttpError ? error.status : 500;
  if (response.headersSent) return void response.end();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: error.message }));
}
