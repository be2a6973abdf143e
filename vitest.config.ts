import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    testTimeout: 30_000,
    maxWorkers: "100%", // all cores; the default leaves one out, of two
    isolate: false, // files share what they import; no test mocks a module
  },
});
