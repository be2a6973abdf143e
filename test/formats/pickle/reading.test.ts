import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../../src/config/parse-config.js";
import { presets } from "../../../src/config/presets.js";
import { buildDataset } from "../../../src/dataset/build-dataset.js";
import { planOutput } from "../../../src/dataset/output-plan.js";
import { array, bytes, dict, dtype, encoded, inFrame, labels, little, tuple } from "../support/raw-pickle.js";
import { contentsOf, expectReadBack, openFiles, openSources } from "../support/read-back.js";
import { samples } from "../support/samples.js";
import { sourceOfBytes } from "../support/source-of-bytes.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const open = (file: Uint8Array) => openSources("pkl", sourceOfBytes(file, "a.pkl"));

describe("pickle, as we write it", () => {
  it.each(samples)("is read back: $name", async (sample) => {
    const path = join(await temporaryFolder(), "a.pkl");
    await sample.writeFile(path);
    const stored = await openFiles("pkl", path);
    await expectReadBack(stored, sample, "float64");
    expect(stored.metadata).toEqual({ t: sample.info.t, templates: sample.info.templates });
    expect(stored.pathOf("test", 0)).toBe(`${path}: x_test`);
  });
});

// The hashes are of what Python makes of the published file:
//   data = pickle.load(open("mnist1d_data.pkl", "rb"))
//   {key: hashlib.sha256(data[key].tobytes()).hexdigest() for key in ("x", "x_test", "t")}
//   {key: hashlib.sha256(data[key].astype("<i4").tobytes()).hexdigest() for key in ("y", "y_test")}
it("reference: the published file has the arrays that Python finds in it", async () => {
  const path = join(await temporaryFolder(), "mnist1d_data.pkl");
  await buildDataset(resolveConfig(presets.published), planOutput(path, []));
  const { length, dtype, splits, metadata } = await contentsOf(await openFiles("pkl", path));
  const sha256 = (values: Float32Array | Float64Array | Int32Array) =>
    createHash("sha256").update(values).digest("hex");
  expect([length, dtype, splits.train!.rows, splits.test!.rows]).toEqual([40, "float64", 4000, 1000]);
  expect({
    x: sha256(splits.train!.x),
    x_test: sha256(splits.test!.x),
    y: sha256(splits.train!.y),
    y_test: sha256(splits.test!.y),
    t: sha256(metadata.t!),
  }).toEqual({
    x: "76a0fc450d42c1bab3e99da3327c7735feb09f5236bec6fbaeaa1b9a41195252",
    x_test: "546e12e851d831f762b6daf43956bc62fe233620cdec483f8789359f94c842d9",
    y: "349d9015145a182689d6949b2af9d6466831b99f440cbdba8d682094f0de89d0",
    y_test: "6d4fabd193f078c2517ef7786d602c5a2ddb8b66b407873f4e14c97b935d6dbd",
    t: "84b830bf54825bb3e0bc2f4152a3ec900578a3494e3ff53f1b3c7adacb69620b",
  });
  expect(metadata.templates).toMatchObject({ y: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
});

it("pickle: only its opcodes are read to open it", async () => {
  const rows = 100_000;
  const data = `B${little(24 * rows, 4)}${"\0".repeat(24 * rows)}`;
  const shape = `J${little(rows, 4)}K\x03\x86`;
  const y = array({ shape: `J${little(rows, 4)}\x85`, type: dtype("i1", "|"), data: bytes("\0".repeat(rows)) });
  const source = sourceOfBytes(dict({ x: array({ shape, data }), y }), "a.pkl");
  await openSources("pkl", source);
  expect(source.size).toBeGreaterThan(2_400_000);
  expect(source.bytesRead).toBeLessThan(200_000);
});

describe("pickles are read", () => {
  it.each<[name: string, file: Buffer]>([
    ["as they are that the refused ones change", dict()],
    ["of protocol 2, with bytes as a text", dict({ x: array({ data: encoded("\0".repeat(48)) }) }, 2)],
    ["of NumPy 2", dict({ x: array().replace("numpy.core", "numpy._core") })],
    ["with old flags", dict({ x: array({ type: dtype("f8").replace("\x89\x88\x87", "K\0K\x01\x87") }) })],
    ["with long integers", dict({ x: array({ shape: "\x8a\x01\x02\x8a\x02\x03\0\x86" }) })],
    ["with large opcodes", dict({ x: array({ data: `\x8e${little(48, 8)}${"\0".repeat(48)}` }) })],
    ["with bytes of a bytearray", dict({ x: array({ data: `\x96${little(48, 8)}${"\0".repeat(48)}` }) })],
    ["with a read-only buffer", dict({ x: array({ data: `\x96${little(48, 8)}${"\0".repeat(48)}\x98` }) }, 5)],
    ["with one array for two", dict({ x: `${array()}q\x07`, x_test: "h\x07", y_test: labels() })],
    ["with a frame", inFrame(dict().toString("latin1", 2))],
    [
      "with a memo of large numbers",
      dict({ x: `${array()}r\xff\xff\xff\xff`, x_test: "j\xff\xff\xff\xff", y_test: labels() }),
    ],
  ])("%s", async (_, file) => {
    const { splits } = await contentsOf(await open(file));
    expect(splits.train).toMatchObject({ rows: 2, x: new Float64Array(6), y: Int32Array.of(0, 0) });
  });

  it("with all bytes as a text", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = Buffer.from(Buffer.from(all).toString("latin1")).toString("latin1");
    const data = encoded(text);
    const file = dict(
      {
        x: array({ shape: tuple(8, 4), data }),
        y: array({ shape: tuple(8), type: dtype("u1", "|"), data: bytes("\0".repeat(8)) }),
      },
      2,
    );
    const { splits } = await contentsOf(await open(file));
    expect(new Uint8Array(splits.train!.x.buffer)).toEqual(all);
  });
});
