// One question to a completions server: timed, tried again while that may help, and told apart from a refusal.

import OpenAI from 'openai';
import pRetry from 'p-retry';

export interface ServerOptions {
  /** Where the completions are, up to and with the version: `http://localhost:8000/v1`. */
  readonly baseURL: string;
  /** Name of the model on the server. */
  readonly model: string;
  /** Local servers mostly need none. */
  readonly apiKey?: string;
  /** Seconds that one try may take, its answer read to the end; 120 unless told. */
  readonly timeout?: number;
  /** How often to try again; 4 unless told. */
  readonly retries?: number;
  /** Seconds before the first new try, twice as long before each one after; 0.5 unless told. */
  readonly backoff?: number;
}

/** The server did not answer, or refused. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** Whether asking again may help. */
  readonly temporary: boolean;

  constructor(message: string, temporary: boolean, cause: unknown, status?: number) {
    super(message, { cause });
    this.temporary = temporary;
    this.status = status;
  }
}

/** Asks for a completion; the answer is whatever JSON the server gave. @throws ServerError once all tries failed */
export type Ask = (body: Readonly<Record<string, unknown>>) => Promise<unknown>;

export function askOf({ baseURL, model, apiKey = 'none', ...times }: ServerOptions): Ask {
  const { timeout = 120, retries = 4, backoff = 0.5 } = times;
  if (!URL.canParse(baseURL))
    throw new RangeError(
      `baseURL: an address is needed, for example "http://localhost:8000/v1"; received ${JSON.stringify(baseURL)}`,
    );
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  return body =>
    pRetry(
      async () => {
        // of the whole try: the client's own timeout ends with the headers, and an answer may stall behind them
        const signal = AbortSignal.timeout(timeout * 1000);
        try {
          return await client.post<unknown>('/completions', { body: { model, ...body }, signal });
        } catch (error) {
          throw explained(error, signal.aborted ? timeout : undefined, baseURL, model);
        }
      },
      {
        retries,
        minTimeout: backoff * 1000,
        randomize: true,
        shouldRetry: ({ error }) => error instanceof ServerError && error.temporary,
        onFailedAttempt: ({ error, retriesLeft }) =>
          retriesLeft > 0 && error instanceof ServerError && error.temporary ? politeness(error) : undefined,
      },
    ).catch((error: ServerError) => {
      if (!error.temporary || retries === 0) throw error;
      throw new ServerError(`${error.message} (${retries + 1} tries)`, true, error.cause, error.status);
    });
}

function explained(error: unknown, timedOut: number | undefined, url: string, model: string): ServerError {
  const said = (error as Error).message;
  if (timedOut !== undefined)
    return new ServerError(`${url} gave no whole answer within ${timedOut} s`, true, error);
  if (error instanceof OpenAI.APIConnectionError)
    return new ServerError(`no connection to ${url}: ${rootOf(error).message}`, true, error);
  if (!(error instanceof OpenAI.APIError)) {
    return new ServerError(`${url} gave an answer that is no JSON, or broke off: ${said}`, true, error);
  }
  const status = error.status as number;
  const temporary = status === 408 || status === 409 || status === 429 || status >= 500;
  return new ServerError(`${url} refused: ${said}${cureOf(status, url, model)}`, temporary, error, status);
}

function cureOf(status: number, url: string, model: string): string {
  if (status === 401 || status === 403) return '; give the apiKey that this server wants';
  if (status !== 404) return '';
  return `; is there a model named ${JSON.stringify(model)}, and does ${JSON.stringify(url)} end in its version, as in /v1?`;
}

function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

/** Waits as long as the server asked for, a minute at most. */
async function politeness({ cause }: ServerError): Promise<void> {
  const seconds = cause instanceof OpenAI.APIError ? Number(cause.headers?.get('retry-after')) : 0;
  if (seconds > 0) await new Promise(resolve => setTimeout(resolve, Math.min(seconds, 60) * 1000));
}
