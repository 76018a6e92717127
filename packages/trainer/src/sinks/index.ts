export { type ConsoleOptions, consoleSink } from './consoleSink.ts';
export { jsonlSink } from './jsonlSink.ts';
export type { Sink } from './sink.ts';
export { type TensorBoardOptions, tensorBoardSink } from './tensorBoardSink.ts';
