import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is: what the environment variable CHROMIUM says, else the usual places; undefined without one. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? PLACES.find(existsSync);
}
