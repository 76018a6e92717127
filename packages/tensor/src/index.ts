export type { DeviceMemory, DeviceReport, PlanMemory } from './backends/backend.ts';
export type { GpuMode } from './backends/gpujs/gpujs.ts';
export { OutOfMemoryError } from './backends/simd/heap.ts';
export type { Build } from './backends/simd/kernels.ts';
export {
  Device,
  type DeviceOptions,
  type HostArrays,
  type OutputNames,
  openDevice,
  Plan,
  type PlanGroup,
} from './device.ts';
export { ShapeError } from './graph/errors.ts';
export { type VjpOptions, vjp } from './graph/gradient.ts';
export type { Named, Recording } from './graph/stage.ts';
export {
  type DType,
  type HostArray,
  input,
  type Shape,
  type Spec,
  Tensor,
  Variable,
} from './graph/tensor.ts';
export { valueAndGrad } from './graph/valueAndGrad.ts';
export { accumulate } from './ops/accumulate/accumulate.ts';
export { type AdamWSettings, adamw, adamwSettings } from './ops/adamw/adamw.ts';
export { add } from './ops/add/add.ts';
export { attention, type Heads } from './ops/attention/attention.ts';
export type { Reduction } from './ops/axes.ts';
export { batchMatmul } from './ops/batchMatmul/batchMatmul.ts';
export type { BatchMatmulForm } from './ops/batchMatmul/product.ts';
export type { BinaryFunction } from './ops/binary/binary.ts';
export { clamp } from './ops/binary/clamp.ts';
export { div } from './ops/binary/div.ts';
export { greaterEqual } from './ops/binary/greaterEqual.ts';
export { maximum } from './ops/binary/maximum.ts';
export { minimum } from './ops/binary/minimum.ts';
export { mul } from './ops/binary/mul.ts';
export { pow } from './ops/binary/pow.ts';
export { sub } from './ops/binary/sub.ts';
export type { Operand } from './ops/broadcast/constant.ts';
export { concat } from './ops/concat/concat.ts';
export { embedding } from './ops/embedding/embedding.ts';
export { gather } from './ops/gather/gather.ts';
export { clipByGlobalNorm } from './ops/globalNorm/clipByGlobalNorm.ts';
export { globalNorm } from './ops/globalNorm/globalNorm.ts';
export { attendCache, type CacheSize, cacheCopy, cacheShapes, cacheWrite } from './ops/kvCache/kvCache.ts';
export { layerNorm } from './ops/layerNorm/layerNorm.ts';
export { type LinearTokenStatsOptions, linearTokenStats } from './ops/linearTokenStats/linearTokenStats.ts';
export { type Addends, linear, type MatmulForm, matmul } from './ops/matmul/matmul.ts';
export { max } from './ops/max/max.ts';
export { mean } from './ops/mean/mean.ts';
export { categorical } from './ops/random/categorical.ts';
export type { DrawFunction } from './ops/random/draw.ts';
export { KEY_WORDS, randomKey } from './ops/random/key.ts';
export { normal } from './ops/random/normal.ts';
export { uniform } from './ops/random/uniform.ts';
export { reshape } from './ops/reshape/reshape.ts';
export { rmsNorm } from './ops/rmsNorm/rmsNorm.ts';
export { rope, ropeTables } from './ops/rope/rope.ts';
export { sampleTokens } from './ops/sampleTokens/sampleTokens.ts';
export { slice } from './ops/slice/slice.ts';
export { logSoftmax, softmax } from './ops/softmax/softmax.ts';
export { sum } from './ops/sum/sum.ts';
export { sumOfSquares } from './ops/sumOfSquares/sumOfSquares.ts';
export { swiglu } from './ops/swiglu/swiglu.ts';
export { statsCotangents, type TokenStats, tokenStats } from './ops/tokenStats/tokenStats.ts';
export { transpose } from './ops/transpose/transpose.ts';
export { abs } from './ops/unary/abs.ts';
export { exp } from './ops/unary/exp.ts';
export { gelu } from './ops/unary/gelu.ts';
export { log } from './ops/unary/log.ts';
export { neg } from './ops/unary/neg.ts';
export { relu } from './ops/unary/relu.ts';
export { sigmoid } from './ops/unary/sigmoid.ts';
export { silu } from './ops/unary/silu.ts';
export { sqrt } from './ops/unary/sqrt.ts';
export { square } from './ops/unary/square.ts';
export { tanh } from './ops/unary/tanh.ts';
export type { UnaryFunction } from './ops/unary/unary.ts';
export { where } from './ops/where/where.ts';
export { AdamW, type AdamWOptions } from './optimisers/adamW.ts';
