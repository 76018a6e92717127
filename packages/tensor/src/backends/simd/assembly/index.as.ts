// Every kernel of the SIMD backend, exported by name. A new op adds its line here.
export { awaitProgram, heapBase, replay, setThread } from './threads.as';
export { gemm, setNarrow } from './gemm/gemm.as';
export { pack, packBetween } from './pack.as';
export { adamw } from '../../../ops/adamw/simd.as';
export { add } from '../../../ops/add/simd.as';
export { attentionGradient } from '../../../ops/attention/gradient.as';
export { attention } from '../../../ops/attention/simd.as';
export { batchMatmul } from '../../../ops/batchMatmul/simd.as';
export {
  addBroadcast, div, greaterEqual, maximum, minimum, mul, pow, sub,
} from '../../../ops/binary/functions.as';
export { constant } from '../../../ops/broadcast/constant.as';
export { sumTo } from '../../../ops/broadcast/sumTo.as';
export { concat } from '../../../ops/concat/simd.as';
export { embedding, embeddingGradient } from '../../../ops/embedding/simd.as';
export { attendCache, cacheCopy, cacheWrite } from '../../../ops/kvCache/simd.as';
export { layerNorm, layerNormGradientInput, layerNormGradientWeight } from '../../../ops/layerNorm/simd.as';
export { linearTokenStats, linearTokenStatsSlopes } from '../../../ops/linearTokenStats/simd.as';
export { matmul, matmulColumns, matmulTransposed } from '../../../ops/matmul/simd.as';
export { maxOver, maxOverGradient } from '../../../ops/max/simd.as';
export { normal, uniform } from '../../../ops/random/simd.as';
export { copy } from '../../../ops/reshape/simd.as';
export { rmsNorm, rmsNormGradientInput, rmsNormGradientWeight } from '../../../ops/rmsNorm/simd.as';
export { rope } from '../../../ops/rope/simd.as';
export { sampleTokens } from '../../../ops/sampleTokens/simd.as';
export { slice, sliceGradient } from '../../../ops/slice/simd.as';
export { logSoftmax, logSoftmaxGradient, softmax, softmaxGradient } from '../../../ops/softmax/simd.as';
export { spread, sumBlocks, sumOfBlocks, sumOver } from '../../../ops/sum/simd.as';
export { sumOfSquares, sumPartials } from '../../../ops/sumOfSquares/simd.as';
export { swiglu, swigluGradient } from '../../../ops/swiglu/simd.as';
export { transpose } from '../../../ops/transpose/simd.as';
export { tokenStats, tokenStatsGradient } from '../../../ops/tokenStats/simd.as';
export {
  abs, absGradient,
  exp, expGradient,
  gelu, geluGradient,
  log, logGradient,
  neg, negGradient,
  relu, reluGradient,
  sigmoid, sigmoidGradient,
  silu, siluGradient,
  sqrt, sqrtGradient,
  square, squareGradient,
  tanh, tanhGradient,
} from '../../../ops/unary/functions.as';
export { where, whereInteger } from '../../../ops/where/simd.as';
