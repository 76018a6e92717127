// The built package: the page lies beside this file.

import { join } from 'node:path';

export type * from './api.ts';

/** The folder with the page's static files: index.html and assets. */
export const pageFolder = (): Promise<string> => Promise.resolve(join(import.meta.dirname, 'page'));
