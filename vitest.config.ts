import { defineConfig } from "vitest/config";

const tests = "test/**/*.test.ts";
/** Looks at the memory of its whole process. */
const alone = ["test/verify/mutations.test.ts"];

export default defineConfig({
  test: {
    globalSetup: ["test/build.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000, // hooks make datasets, as tests do
    update: "none", // a transcript that is missing fails, also where CI is not set; -u writes it
    maxWorkers: "100%", // all cores; the default leaves one out, of two
    // Files share what they import, which saves a third of a short test's time.
    projects: [
      { extends: true, test: { name: "together", include: [tests], exclude: alone, isolate: false } },
      { extends: true, test: { name: "alone", include: alone, isolate: true } },
    ],
  },
});
