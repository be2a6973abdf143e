// All golden cases under the engine that runs this: every array's SHA-256 as the original Python package makes it, in
// float64; the same of blocked-v1 as its second implementation makes it; and the content digest of the default dataset. All by
// JavaScript first, and then by kernels.
// For runtimes and pages alike, so it uses what both have.

const PUBLISHED = "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca";

/**
 * @param core what the package exports as `mnist1d`, built as users have it.
 * @param readFixture gives a JSON file of fixtures/ by its name.
 * @returns what was checked, in words.
 * @throws Error for an array that differs.
 */
export async function checkGoldenDigests({ createDigest, generateAsync, generateInSteps, parseConfig }, readFixture) {
  function draw(config) {
    const steps = generateInSteps(config);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value;
  }

  const reference = await readFixture("reference-configs.json");
  const blocked = (await readFixture("blocked-v1.json")).cases;
  const cases = [...reference, ...blocked.map((one) => ({ ...one, config: { ...one.config, engine: "blocked" } }))];
  async function check(way) {
    for (const { name, config, templates, sha256 } of cases) {
      const hashes = await arrayHashes(draw(parseConfig({ ...config, ...(templates && { templates }) })));
      for (const [array, hash] of Object.entries(hashes)) {
        if (hash !== sha256[array]) throw new Error(`${way}, ${name}: ${array} is ${hash}, expected ${sha256[array]}`);
      }
    }
    const examples = draw(parseConfig({}));
    const builder = createDigest(examples.length, examples.splits, "float32");
    for (const chunk of examples.chunks()) await builder.update(chunk);
    const { digest } = await builder.finish();
    if (digest !== PUBLISHED)
      throw new Error(`${way}: the default dataset's digest is ${digest}, expected ${PUBLISHED}`);
  }

  let kernels = 0;
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...given) {
      super(...given);
      kernels++;
    }
  };
  await check("JavaScript");
  if (kernels > 0) throw new Error("kernels are loaded before they are asked for");
  await generateAsync({ numSamples: 10 }); // which loads them
  await check("kernels");
  if (kernels < cases.length) throw new Error(`there are kernels for ${kernels} of ${cases.length} cases`);
  return `${cases.length} cases (${blocked.length} blocked) exact in float64, and the default dataset's digest, by JavaScript and by kernels`;
}

/**
 * SHA-256 of each file that `mnist1d/formats` makes of a small dataset: the same everywhere.
 *
 * @param encode as the package exports it.
 */
export async function encodedHashes({ generate }, { encode }) {
  const lines = [];
  for (const format of ["parquet", "arrow", "npy", "npz", "json", "jsonl", "csv", "pkl"]) {
    const files = await encode(generate({ numSamples: 100, labelNoise: 0.4 }), format);
    for (const { path, bytes } of files) lines.push(`${format} ${path} ${await sha256([bytes])}`);
  }
  return lines.join("\n");
}

async function arrayHashes(examples) {
  const parts = { x: [], x_test: [], y: [], y_test: [] };
  for (const { split, x, y } of examples.chunks({ dtype: "float64" })) {
    const suffix = split === "test" ? "_test" : "";
    parts[`x${suffix}`].push(x.slice());
    parts[`y${suffix}`].push(BigInt64Array.from(y, BigInt));
  }
  return {
    x_float64: await sha256(parts.x),
    x_test_float64: await sha256(parts.x_test),
    y_int64: await sha256(parts.y),
    y_test_int64: await sha256(parts.y_test),
    t_float64: await sha256([examples.t]),
  };
}

/** @param arrays typed arrays, one after the other. */
async function sha256(arrays) {
  const all = await new Blob(arrays).arrayBuffer();
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
