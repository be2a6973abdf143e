import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { parseConfig } from "../../src/config/parse-config.js";
import { buildDataset } from "../../src/dataset/build-dataset.js";
import { planOutput } from "../../src/dataset/output-plan.js";
import { temporaryFolder } from "../formats/support/temporary-folder.js";
import { tree } from "./support/tree.js";

vi.mock("node:fs/promises", { spy: true });

it("puts the old dataset back if the new one cannot take its place", async () => {
  const folder = await temporaryFolder();
  const plan = planOutput(join(folder, "data"), ["npz"]);
  await buildDataset(parseConfig({ num_samples: 50 }), plan);
  const before = tree(folder);

  // The old one goes aside; the new one does not come.
  const { rename: original } = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");
  const busy = Object.assign(new Error("EPERM"), { code: "EPERM" });
  vi.mocked(rename).mockImplementationOnce(original).mockRejectedValueOnce(busy);
  await expect(buildDataset(parseConfig({ num_samples: 60 }), plan, { force: true })).rejects.toThrow(
    "data: not permitted",
  );
  expect(vi.mocked(rename)).toHaveBeenCalledTimes(4);
  expect(tree(folder)).toEqual(before);
});
