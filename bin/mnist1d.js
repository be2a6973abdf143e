#!/usr/bin/env node
// Node's own report of what can't be loaded is a stack and exit code 1, which would say "differs".
import("../dist/cli.js").then(
  ({ run }) => run(process),
  (error) => {
    process.exitCode = /^E[A-Z0-9]+$/.test(error?.code) ? 3 : 70;
    process.stderr.write(
      `error: mnist1d could not be loaded: ${JSON.stringify(String(error?.message)).slice(1, -1)}\n`,
    );
  },
);
