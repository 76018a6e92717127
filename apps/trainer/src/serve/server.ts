// A policy behind OpenAI's protocol: what talks to OpenAI's or vLLM's completions talks to this.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RolloutPolicy } from '@trapo/trainer';
import type { z } from 'zod';
import { bearer, checkHost, checkToken, isLoopback, newToken } from '../http/access.ts';
import { HttpError } from '../http/httpError.ts';
import { type Address, type Listening, listen } from '../http/listen.ts';
import { chatFormat, completionFormat, type Format } from './answers.ts';
import { type Ask, chatAsk, completionAsk } from './ask.ts';
import { batched, type Generate } from './batches.ts';
import { textStream } from './completionText.ts';
import { pieces } from './pieces.ts';
import { chatQuestion, completionQuestion } from './question.ts';

export interface PolicyServerOptions extends Partial<Address> {
  /** What clients call the model. */
  readonly name: string;
  /** Asked for as a bearer token; on addresses other than loopback there is always one. */
  readonly key?: string;
}

export interface PolicyServer extends Listening {
  /** For clients: `http://127.0.0.1:8000/v1`. */
  readonly baseURL: string;
  readonly key?: string;
}

const LARGEST = 16 << 20;

/**
 * Serves a policy: `/v1/completions`, `/v1/chat/completions`, `/v1/models`. It answers questions that come together in
 * one batch, each as it would answer it alone.
 * @throws Error when the address can't be had
 */
export async function servePolicy(
  policy: RolloutPolicy,
  options: PolicyServerOptions,
): Promise<PolicyServer> {
  const { name, host = '127.0.0.1', port = 0 } = options;
  const key = options.key ?? (isLoopback(host) ? undefined : newToken());
  const generate = batched(policy);
  const started = Math.floor(Date.now() / 1000);
  const model = {
    id: name,
    object: 'model',
    created: started,
    owned_by: 'trapo',
    max_model_len: policy.maxTokens,
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (key === undefined) checkHost(request);
    else checkToken(bearer(request), key);
    const [path] = (request.url ?? '/').split('?');
    if (request.method === 'GET') {
      if (path === '/v1/models') return json(response, 200, { object: 'list', data: [model] });
      if (path === `/v1/models/${name}`) return json(response, 200, model);
      if (path === '/health') return json(response, 200, {});
    }
    if (request.method === 'POST' && path === '/v1/completions') {
      const ask = completionAsk(policy, await read(request, completionQuestion, name));
      return tell(policy, generate, ask, completionFormat(name), response);
    }
    if (request.method === 'POST' && path === '/v1/chat/completions') {
      const ask = chatAsk(policy, await read(request, chatQuestion, name));
      return tell(policy, generate, ask, chatFormat(name), response);
    }
    throw new HttpError(404, `there is no ${request.method} ${path} here`);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      if (response.headersSent) return void response.destroy();
      const status = error instanceof HttpError ? error.status : error instanceof RangeError ? 400 : 500;
      const type = status < 500 ? 'invalid_request_error' : 'server_error';
      json(response, status, { error: { message: error.message, type, param: null, code: null } });
    });
  });
  const listening = await listen(server, { host, port });
  return { ...listening, baseURL: `${listening.url}/v1`, ...(key !== undefined && { key }) };
}

async function tell(
  policy: RolloutPolicy,
  generate: Generate,
  ask: Ask,
  format: Format,
  response: ServerResponse,
): Promise<void> {
  if (!ask.stream) return json(response, 200, format.whole(policy, ask, await generate(ask.requests)));
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const choices = ask.requests.map(request => ({
    tokens: [] as number[],
    text: textStream(policy.tokenizer, request),
  }));
  for await (const piece of pieces(generate, policy, ask.requests, abort.signal)) {
    const choice = choices[piece.index]!;
    const first = choice.tokens.length === 0;
    choice.tokens.push(...piece.tokens);
    const text = choice.text(choice.tokens, piece.finish !== undefined);
    send(format.chunk(policy, ask, piece.index, { ...piece, text, first, finish: piece.finish ?? null }));
  }
  const total = choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  if (ask.includeUsage) send(format.counts(ask, total));
  response.end('data: [DONE]\n\n');
}

/**
 * A question's body, checked.
 * @throws HttpError 400, 404, 413 or 415
 */
async function read<T extends { readonly model: string }>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
  name: string,
): Promise<T> {
  // other types reach a server from any web page, without asking it first
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new HttpError(415, 'the content-type must be application/json');
  }
  let size = 0;
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST) throw new HttpError(413, `a question has at most ${LARGEST} bytes`);
    chunks.push(chunk as Buffer);
  }
  const question = schema.safeParse(parsed(Buffer.concat(chunks).toString('utf8')));
  if (!question.success) throw new HttpError(400, question.error.issues.map(fault).join('; '));
  if (question.data.model === name) return question.data;
  throw new HttpError(
    404,
    `there is no model ${JSON.stringify(question.data.model)} here; it is named ${JSON.stringify(name)}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `the question is no JSON: ${(error as Error).message}`);
  }
}

/** Fields that mean something elsewhere and can't be had here are refused: none is passed over in silence. */
function fault(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `not known here: ${issue.keys.join(', ')}`;
  return `${issue.path.join('.') || 'the question'}: ${issue.message}`;
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
