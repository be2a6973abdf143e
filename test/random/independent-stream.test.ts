import { describe, expect, it } from "vitest";
import { independentStream } from "../../src/random/independent-stream.js";
import { sha256 } from "../support/arrays.js";
import { blocked } from "../support/fixtures.js";
import { parseHexFloat, parseHexFloats } from "../support/hex-float.js";

describe("reference: fixtures/make_blocked.py, whose ARC4, xoshiro128++ and ziggurat are its own", () => {
  it.each(blocked.streams)("$name", (expected) => {
    const stream = () => independentStream(expected.name);
    const words = stream();
    expect(expected.words.map(() => words.word() >>> 0)).toEqual(expected.words);
    const uniforms = stream();
    expect(expected.uniforms.map(() => uniforms.uniform())).toEqual([...parseHexFloats(expected.uniforms)]);
    const choices = stream();
    expect(expected["choices of 48"].map(() => choices.choice(48))).toEqual(expected["choices of 48"]);
    expect([...stream().permutation(10)]).toEqual(expected["permutation of 10"]);
    const normals = new Float64Array(20_000);
    stream().fillNormals(normals, 0, normals.length, 1);
    expect(normals.slice(0, 4)).toEqual(parseHexFloats(expected.normals));
    expect(Math.max(...normals.map(Math.abs))).toBe(Math.abs(parseHexFloat(expected["largest of them"])));
    expect(sha256(normals)).toBe(expected["20000 normals, sha256"]);
  });
});
