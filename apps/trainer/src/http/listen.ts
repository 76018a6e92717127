import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from './access.ts';

export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface Listening {
  /** `http://127.0.0.1:4747`, without a slash at its end. */
  readonly url: string;
  /** Ends the server, and connections that are still open. */
  close(): Promise<void>;
}

/**
 * Listens at an address.
 * @param orAnyPort whether another port will do where that one is taken
 * @throws Error with a cure when the address can't be had
 */
export async function listen(server: Server, { host, port }: Address, orAnyPort = false): Promise<Listening> {
  const attempt = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: at }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await attempt(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && orAnyPort) return attempt(0);
    const cure = error.code === 'EADDRINUSE' ? '; give another --port, or 0 for any that is free' : '';
    throw new Error(`can't listen on ${host}:${port}: ${error.message}${cure}`, { cause: error });
  });
  const address = server.address() as AddressInfo;
  const name = isLoopback(host) && host !== '::1' ? host : address.address;
  return {
    url: `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
