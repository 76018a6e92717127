export { authorsPrompt } from './chat/authorsPrompt.ts';
export { chatml } from './chat/chatml.ts';
export { type ChatMessage, type ChatOptions, type ChatTemplate, chatTemplate } from './chat/chatTemplate.ts';
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
export { Critic, VALUE_HEAD, type ValueObjective } from './learning/critic.ts';
export { Learner, type LearnerOptions, type Objective, type RowGradients } from './learning/learner.ts';
export { NonFiniteGradientError, type OptimizerState, type UpdateSettings } from './learning/optimizer.ts';
export type { RowStats, TokenRow } from './learning/rows.ts';
export { Scorer } from './learning/scorer.ts';
export { loadAdapter, saveAdapter } from './lora/files.ts';
export { Lora } from './lora/lora.ts';
export type { LoraOptions } from './lora/options.ts';
export { hash, uniform } from './random.ts';
export { type GenerationOptions, generationOptions } from './sampling/generationConfig.ts';
export type { OnSample, Sample, SampleOptions, SampleRequest } from './sampling/options.ts';
export { Sampler, type SamplerOptions } from './sampling/sampler.ts';
export {
  characterTokenizer,
  loadTokenizer,
  readTokenizer,
  saveTokenizer,
  type Tokenizer,
  type TokenizerFiles,
} from './tokenizer.ts';
