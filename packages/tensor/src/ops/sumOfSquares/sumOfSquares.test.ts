import { conform } from '../../testing/conform.ts';
import { suites } from './sumOfSquares.conformance.ts';

conform(...suites);
