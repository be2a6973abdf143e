/**
 * The examples at the end of each command's help. Those of a command that makes something can be run one after the other
 * in an empty folder; those of verify, inspect, diff and convert are of what the examples of generate make.
 */

export const MAIN = `
Examples:
  mnist1d generate                      the published dataset, in mnist1d/
  mnist1d generate --shear-scale 1.5 -o sheared/
                                        a changed one
  mnist1d verify mnist1d/               is it exactly what its config says?
  mnist1d convert mnist1d/ data.npz     the same dataset in another format
  mnist1d inspect data.npz              what is in this file?
  mnist1d diff --scale-coeff 0.8        what does a parameter do to the data?`;

export const GENERATE = `
Examples:
  mnist1d generate --shear-scale 1.5 --seed 7 -o sheared/
  mnist1d generate -f parquet -f npz -o data/
  mnist1d generate -o mnist1d.parquet          both splits in one table
  mnist1d generate --preset published -o mnist1d_data.pkl
                                               the published file, byte for byte
  mnist1d generate --num-samples 10000 --test-size 1000 -o larger/
  mnist1d generate --shear-scale 1.5 --into repo/ --name shear-1.5
  mnist1d config --shear-scale 1.5 --seed 7 > my.json
  mnist1d generate --config my.json --label-noise 0.15 -o noisy/
  echo '{"x": [[0, 1, 0], [1, 0, 1]], "t": [0, 1, 2], "y": [0, 1]}' > two.json
  mnist1d generate --templates two.json -o two/
  mnist1d generate -o - -f jsonl | head -n 1
  mnist1d generate --engine blocked --num-samples 20000000 -o big/
  mnist1d generate --engine blocked --num-samples 1000000000 -o all/ --shard 3/8`;

export const VERIFY = `
Examples:
  mnist1d verify data/
  mnist1d verify mnist1d_data.pkl              the published file is known
  mnist1d verify sheared/ --config my.json
  mnist1d golden add golden.json data/
  mnist1d verify data/ --golden golden.json --no-regenerate`;

export const INSPECT = `
Examples:
  mnist1d inspect data/
  mnist1d inspect mnist1d_data.pkl --head 3
  mnist1d inspect mnist1d.parquet --json | jq .splits`;

export const DIFF = `
Examples:
  mnist1d diff --scale-coeff 0.8               the defaults, and changed
  mnist1d diff defaults shuffled
  mnist1d diff defaults my.json --md
  mnist1d diff my.json --seed 8                a config file, and changed
  mnist1d diff seed=1 seed=2                   two draws of one distribution
  mnist1d diff data/ mnist1d_data.pkl
  mnist1d diff <(git show HEAD:my.json) my.json
  mnist1d diff sheared/ my.json --quiet && echo same`;

export const CONVERT = `
Examples:
  mnist1d convert mnist1d_data.pkl pickled.parquet --dtype float32
  mnist1d convert data/ both/ -f npz,csv
  mnist1d convert mnist1d.parquet - -f arrow | my-program`;

export const MERGE = `
Examples:
  mnist1d generate --engine blocked --num-samples 200000 -o big/ --shard 0/2
  mnist1d generate --engine blocked --num-samples 200000 -o big/ --shard 1/2
                                               anywhere, in any order
  mnist1d merge big/`;

export const CONFIG = `
Examples:
  mnist1d config --shear-scale 1.5 > my.json
  mnist1d config --shear-scale 1.5 --digest -o pinned.json
  mnist1d generate --config pinned.json -o pinned/
  mnist1d config --config pinned.json --seed 7 --digest -o pinned.json
                                               pin it anew, in its place
  mnist1d config --schema > mnist1d.schema.json`;

export const GOLDEN = `
Examples:
  mnist1d generate --shear-scale 1.5 -o sheared/
  mnist1d golden add golden.json sheared/      what a dataset is, once verified
  mnist1d golden add golden.json --seed 7      what a config gives
  mnist1d verify sheared/ --golden golden.json`;
