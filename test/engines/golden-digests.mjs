// All golden cases under the engine that runs this file: every array's SHA-256 as the original Python package makes it,
// in float64, the same of blocked-v1 as its second implementation makes it, and the content digest of the default dataset. Plain JavaScript on the built package, as users have it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createDigest, generateInSteps, parseConfig } from "../../dist/index.js";

const readFixture = (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));
const blockedCases = readFixture("blocked-v1.json").cases;
const CASES = [
  ...readFixture("reference-configs.json"),
  ...blockedCases.map((entry) => ({ ...entry, config: { ...entry.config, engine: "blocked" } })),
];
const PUBLISHED = "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca";

function draw(config) {
  const steps = generateInSteps(config);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function arrayHashes(examples) {
  const hashes = {};
  for (const name of ["x", "x_test", "y", "y_test"]) hashes[name] = createHash("sha256");
  for (const { split, x, y } of examples.chunks({ dtype: "float64" })) {
    const suffix = split === "test" ? "_test" : "";
    hashes[`x${suffix}`].update(x);
    hashes[`y${suffix}`].update(BigInt64Array.from(y, BigInt));
  }
  return {
    x_float64: hashes.x.digest("hex"),
    x_test_float64: hashes.x_test.digest("hex"),
    y_int64: hashes.y.digest("hex"),
    y_test_int64: hashes.y_test.digest("hex"),
    t_float64: createHash("sha256").update(examples.t).digest("hex"),
  };
}

for (const { name, config, templates, sha256 } of CASES) {
  const hashes = arrayHashes(draw(parseConfig({ ...config, ...(templates && { templates }) })));
  for (const [array, hash] of Object.entries(hashes)) {
    if (hash !== sha256[array]) throw new Error(`${name}: ${array} is ${hash}, expected ${sha256[array]}`);
  }
}

const examples = draw(parseConfig({}));
const builder = createDigest(examples.length, examples.splits, "float32");
for (const chunk of examples.chunks()) await builder.update(chunk);
const { digest } = await builder.finish();
if (digest !== PUBLISHED) throw new Error(`the default dataset's digest is ${digest}, expected ${PUBLISHED}`);

const engine = process.versions.bun ? `bun ${process.versions.bun}` : `node ${process.versions.node}`;
console.log(`${CASES.length} cases (${blockedCases.length} blocked) exact in float64, digest ${digest} (${engine})`);
