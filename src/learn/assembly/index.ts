// What training takes, in float32: src/learn/arithmetic.ts says what each does, src/learn/float64.ts does the same in JavaScript.
export { product64, tanh64, transposedProduct64 } from "./doubles";
export * from "./elementwise";
export * from "./gru";
export * from "./losses";
export { adam, rmsprop, sgd } from "./optimisers";
export { pool, poolGradient } from "./pools";
export { columnSums, product, transpose, transposedProduct } from "./products";
export { sparseGradient, sparseProduct } from "./sparse";
