// A worker that runs JavaScript.

import { serve } from '../serve.ts';
import { startJavaScript } from './interpreter.ts';

await serve(startJavaScript);
