// Who may ask. On loopback the machine's own users, by the names of loopback: a page elsewhere whose name was made to
// point here (DNS rebinding) has another name. On other addresses whoever has the token.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from './httpError.ts';

const loopback: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

export const isLoopback = (host: string): boolean => loopback.includes(host);

/** 128 random bits, for a URL. */
export const newToken = (): string => randomBytes(16).toString('base64url');

/**
 * Checks a request on loopback: without a token, its Host header.
 * @throws HttpError 403
 */
export function checkHost({ headers: { host = '' } }: IncomingMessage): void {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(name)) return;
  throw new HttpError(
    403,
    `this server answers on this machine only, for example as http://127.0.0.1; received the host ${JSON.stringify(host)}`,
  );
}

/**
 * Checks a token.
 * @throws HttpError 401
 */
export function checkToken(given: string | undefined, token: string): void {
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  throw new HttpError(
    401,
    'a token is needed: open the address that the command printed, with its ?token=...',
  );
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `Authorization: Bearer TOKEN`. */
export const bearer = ({ headers }: IncomingMessage): string | undefined =>
  headers.authorization?.match(/^Bearer (.+)$/i)?.[1];

/** The value of a cookie. */
export const cookie = ({ headers }: IncomingMessage, name: string): string | undefined =>
  headers.cookie
    ?.split(';')
    .map(part => part.trim().split('='))
    .find(([key]) => key === name)?.[1];
