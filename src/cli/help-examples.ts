/** The examples at the end of each command's help. */

export const MAIN = `
Examples:
  mnist1d generate                      the published dataset, in mnist1d/
  mnist1d generate --shear-scale 1.5    a changed one
  mnist1d verify mnist1d/               is it exactly what its config says?
  mnist1d inspect mnist1d_data.pkl      what is in this file?
  mnist1d diff --scale-coeff 0.8        what does a parameter do to the data?
  mnist1d convert mnist1d/ data.npz     the same dataset in another format`;

export const GENERATE = `
Examples:
  mnist1d generate --shear-scale 1.5 --seed 7
  mnist1d generate -f parquet -f npz -o data/
  mnist1d generate -o mnist1d.parquet          both splits in one table
  mnist1d generate --preset published -o mnist1d_data.pkl
                                               the published file, byte for byte
  mnist1d generate --num-samples 10000 --test-size 1000
  mnist1d generate --shear-scale 1.5 --into repo/ --name shear-1.5
  mnist1d generate --config my.json --label-noise 0.15
  mnist1d generate -o - -f jsonl | head -n 1
  mnist1d generate --engine blocked --num-samples 20000000 -o big/
  mnist1d generate --engine blocked --num-samples 1000000000 -o big/ --shard 3/8`;

export const VERIFY = `
Examples:
  mnist1d verify mnist1d/
  mnist1d verify mnist1d_data.pkl              the published file is known
  mnist1d verify data.parquet --config my.json
  mnist1d verify data/ --golden golden.json --no-regenerate`;

export const INSPECT = `
Examples:
  mnist1d inspect mnist1d/
  mnist1d inspect mnist1d_data.pkl --head 3
  mnist1d inspect data.parquet --json | jq .splits`;

export const DIFF = `
Examples:
  mnist1d diff --scale-coeff 0.8               the defaults, and changed
  mnist1d diff defaults shuffled
  mnist1d diff old.json new.json --md
  mnist1d diff my.json --seed 7                a config file, and changed
  mnist1d diff seed=1 seed=2                   two draws of one distribution
  mnist1d diff mnist1d/ mnist1d_data.pkl
  mnist1d diff <(git show HEAD:my.json) my.json
  mnist1d diff data/ my.json --quiet && echo same`;

export const CONVERT = `
Examples:
  mnist1d convert mnist1d_data.pkl mnist1d.parquet --dtype float32
  mnist1d convert mnist1d/ both/ -f npz,csv
  mnist1d convert data.csv - -f arrow | my-program`;

export const MERGE = `
Examples:
  mnist1d generate --engine blocked -o big/ --shard 0/8 ...
  ...                                          and 1/8 to 7/8, anywhere, in any order
  mnist1d merge big/`;

export const CONFIG = `
Examples:
  mnist1d config --shear-scale 1.5 > my.json
  mnist1d config --shear-scale 1.5 --digest > pinned.json
  mnist1d generate --config pinned.json
  mnist1d config --schema > mnist1d.schema.json`;

export const GOLDEN = `
Examples:
  mnist1d golden add golden.json --shear-scale 1.5
  mnist1d golden add golden.json data/ other/
  mnist1d verify data/ --golden golden.json`;
