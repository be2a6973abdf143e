import { describe, expect, it } from "vitest";
import { bytesFrom, dataPage, listSchema, packedLevels, repeatedLevel, valueSchema } from "./support/crafted-file.js";
import { refusalOf } from "./support/read-parquet.js";
import { DEFINITION, fileWith, LABELS, NUMBERS, plainText, REPETITION } from "./support/small-file.js";

describe.each<[string, Readonly<Record<string, [file: Uint8Array, message: string]>>]>([
  [
    "rows",
    {
      "a null": [
        fileWith({
          x: {
            schema: listSchema("OPTIONAL"),
            values: 10,
            pages: [
              dataPage(10, [
                packedLevels([0, 1, 1, 0, 0, 1, 1, 0, 1, 1]),
                packedLevels([2, 2, 2, 0, 2, 2, 2, 2, 2, 2], 2),
                NUMBERS.subarray(12),
              ]),
            ],
          },
        }),
        "row 1 of x is null",
      ],
      "an empty list": [
        fileWith({
          x: {
            schema: listSchema("OPTIONAL"),
            values: 10,
            pages: [
              dataPage(10, [
                packedLevels([0, 1, 1, 0, 1, 1, 0, 1, 1, 0]),
                packedLevels([2, 2, 2, 2, 2, 2, 2, 2, 2, 1], 2),
                NUMBERS.subarray(12),
              ]),
            ],
          },
        }),
        "row 3 of x is empty",
      ],
      "a null in a list": [
        fileWith({
          x: {
            schema: listSchema("REQUIRED", "OPTIONAL"),
            pages: [
              dataPage(12, [REPETITION, packedLevels([2, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2], 2), NUMBERS.subarray(4)]),
            ],
          },
        }),
        "row 2 of x has a null in it",
      ],
      "a null label": [
        fileWith({
          y: {
            schema: valueSchema("y", "INT64", { repetition_type: "OPTIONAL" }),
            pages: [dataPage(4, [packedLevels([1, 1, 0, 1]), LABELS.subarray(8)])],
          },
        }),
        "row 2 of y is null",
      ],
      "a row that is too short": [
        fileWith({
          x: {
            values: 11,
            pages: [
              dataPage(11, [
                packedLevels([0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1]),
                repeatedLevel(1, 11),
                NUMBERS.subarray(4),
              ]),
            ],
          },
        }),
        "row 1 of x has 2 values, not 3. There are 11 values in 4 rows in column x in row group 0, and all rows must have as many.",
      ],
      "a row that is too long": [
        fileWith({
          x: { pages: [dataPage(12, [packedLevels([0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1]), DEFINITION, NUMBERS])] },
        }),
        "row 0 of x has more than 3 values. There are 12 values in 4 rows in column x in row group 0, and all rows must have as many.",
      ],
      "a last row that is too short": [
        fileWith({
          x: {
            values: 11,
            pages: [
              dataPage(11, [
                packedLevels([0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1]),
                repeatedLevel(1, 11),
                NUMBERS.subarray(4),
              ]),
            ],
          },
        }),
        "row 3 of x has 2 values, not 3. There are 11 values in 4 rows in column x in row group 0, and all rows must have as many.",
      ],
      "a row that is missing": [
        fileWith({
          x: {
            values: 9,
            pages: [
              dataPage(9, [packedLevels([0, 1, 1, 0, 1, 1, 0, 1, 1]), repeatedLevel(1, 9), NUMBERS.subarray(12)]),
            ],
          },
        }),
        "row 0 of x has more than 2 values. There are 9 values in 4 rows in column x in row group 0, and all rows must have as many.",
      ],
      "a beginning within a row": [
        fileWith({ x: { pages: [dataPage(12, [packedLevels(Array(12).fill(1)), DEFINITION, NUMBERS])] } }),
        "row 0 of x has no beginning",
      ],
      "a label beyond 32 bits": [
        fileWith({ y: { pages: [dataPage(4, [bytesFrom(BigInt64Array.of(1n, 2n, 3n, 2n ** 31n))])] } }),
        "row 3 of y is 2147483648, which 32 bits do not hold",
      ],
      "another split": [
        fileWith({ split: { pages: [dataPage(4, ["train", "train", "dev", "test"].map(plainText))] } }),
        'row 2 is of the split "dev", and there are train, validation, test and test_<shift>',
      ],
      "splits in another order": [
        fileWith({ split: { pages: [dataPage(4, ["train", "test", "train", "test"].map(plainText))] } }),
        "row 2 is of train, and rows before it are of test",
      ],
    },
  ],
])("Parquet is refused for its %s", (_, cases) => {
  it.each(Object.entries(cases))("%s", async (_, [bytes, message]) => {
    expect(await refusalOf(bytes)).toBe(message);
  });
});
