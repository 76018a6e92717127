// A worker that runs Python.

import { serve } from '../serve.ts';
import { startPython } from './interpreter.ts';

await serve(startPython);
