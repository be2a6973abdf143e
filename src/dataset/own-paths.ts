import { ARRAY_NAMES } from "../formats/arrays.js";
import { FORMATS } from "../formats/registry.js";

const TABLES = FORMATS.filter(({ isTable }) => isTable).map(({ extension }) => extension.slice(1));

/** The names that mnist1d gives. A manifest that lists others proves nothing of them. */
const OWN_PATHS = new RegExp(
  `^(manifest\\.json|croissant\\.json|README\\.md|mnist1d\\.(npz|json)|mnist1d_data\\.pkl|(${ARRAY_NAMES.join("|")})\\.npy|` +
    `data/(train|test)-\\d{5,}-of-\\d{5,}\\.(${TABLES.join("|")}))$`,
);

/** Whether mnist1d writes a file of this path into the directory of a dataset. */
export function isOwnPath(path: string): boolean {
  return OWN_PATHS.test(path);
}
