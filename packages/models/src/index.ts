export { checkConfig, type DecoderConfig, headSize, type ModelType } from './decoder/config.ts';
export { Decoder } from './decoder/decoder.ts';
export type { Attend, ForwardInputs } from './decoder/forward.ts';
export { parameterShapes } from './decoder/parameters.ts';
export type { RopeScaling } from './decoder/rope.ts';
export { type ConfigOptions, readConfig, writeConfig } from './families/index.ts';
export {
  type LoadOptions,
  loadDecoder,
  loadModel,
  type SaveOptions,
  saveDecoder,
  saveModel,
} from './files/checkpoint.ts';
export { type DownloadOptions, type DownloadProgress, downloadModel } from './files/download.ts';
export type { FileDType } from './files/safetensors/dtypes.ts';
export { SafetensorsError } from './files/safetensors/error.ts';
export { readSafetensors, type StoredTensor, writeSafetensors } from './files/safetensors/safetensors.ts';
export {
  Learner,
  type LearnerOptions,
  NonFiniteGradientError,
  type Objective,
  type OptimizerState,
  type RowGradients,
  type RowStats,
  type UpdateSettings,
} from './learning/learner.ts';
export type { TokenRow } from './learning/rows.ts';
export { loadAdapter, saveAdapter } from './lora/files.ts';
export { Lora } from './lora/lora.ts';
export type { LoraOptions } from './lora/options.ts';
export { hash, uniform } from './random.ts';
export type { Sample, SampleOptions, SampleRequest } from './sampling/options.ts';
export { Sampler, type SamplerOptions } from './sampling/sampler.ts';
export {
  characterTokenizer,
  loadTokenizer,
  readTokenizer,
  saveTokenizer,
  type Tokenizer,
  type TokenizerFiles,
} from './tokenizer.ts';
