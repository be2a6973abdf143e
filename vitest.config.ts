import { configDefaults, defineConfig } from "vitest/config";

/**
 * Milliseconds, on however busy a machine; what hangs is found all the same, and soon enough for CI to end. What is done many
 * times as often takes longer.
 */
const thorough = Number(process.env.MNIST1D_THOROUGH ?? 0);
const timeout = 120_000 * (1 + 5 * thorough);

export default defineConfig({
  test: {
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: timeout,
    hookTimeout: timeout, // hooks make datasets, as tests do
    update: "none", // a transcript that is missing fails, also where CI is not set; -u writes it
    maxWorkers: "100%", // all cores; the default leaves one out, of two
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(thorough === 0 ? ["test/**/*.ci.test.ts"] : [])],
    isolate: false, // files share what they import, which saves a third of a short test's time
  },
});
