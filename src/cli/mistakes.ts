import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Argument, Command, Option } from "commander";
import { PARAMETERS, type Parameter } from "../config/parameters.js";
import { presets } from "../config/presets.js";
import { didYouMean, suggestions } from "../config/suggestion.js";
import { misreadPath } from "../dataset/output-plan.js";
import { FORMATS, formatOfPath } from "../formats/registry.js";
import { UsageError, unexpected } from "./exit-code.js";

/** What other programs call our commands and flags. */
const OTHER_COMMANDS: Readonly<Record<string, string>> = {
  make: "generate",
  create: "generate",
  build: "generate",
  check: "verify",
  validate: "verify",
  show: "inspect",
  info: "inspect",
  compare: "diff",
  export: "convert",
  draw: "plot",
  visualize: "plot",
  train: "evaluate",
  eval: "evaluate",
  benchmark: "evaluate",
};
const OTHER_FLAGS: Readonly<Record<string, string>> = {
  "--output": "--out",
  "--threads": "--workers",
  "--jobs": "--workers",
  "--overwrite": "--force",
  "--silent": "--quiet",
};

/** Operands that a message lists. */
const MOST_PATHS = 3;

/** What word processors and web pages make of a hyphen. */
const DASHES = /^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+/;

/**
 * Looks at a command line before it is parsed, and refuses the mistakes of which commander would say too little, or
 * nothing at all: each error says what to type instead.
 *
 * @param words what follows the name of the program, or of the command.
 * @returns warnings: what may be a mistake, and may be meant.
 * @throws UsageError
 */
export function refuseMistakes(command: Command, words: readonly string[]): string[] {
  if (command.commands.length === 0) {
    return words.includes("-h") || words.includes("--help") ? [] : new Line(command).read(words);
  }
  const [name, ...rest] = words;
  if (name !== undefined && !isFlag(name)) {
    return name === "help" ? [] : refuseMistakes(commandNamed(command, name), rest);
  }
  if (name !== undefined && command.parent === null) refuseFlagsFirst(command, words);
  return [];
}

function isFlag(word: string): boolean {
  return /^-[^\d.]/.test(word) || (DASHES.test(word) && !existsSync(word));
}

/** A word that a shell was to replace, or that has the quotes of a document around it, and is the name of no file. */
function refuseMisread(word: string, label = word): void {
  if (!/^(~[\w.-]*[/\\]|\$[\w{(]|[‘’“”„«])/.test(word) || existsSync(word)) return;
  throw unexpected(label, "a value or a path", JSON.stringify(word), misreadPath(word));
}

function commandNamed(parent: Command, name: string): Command {
  const command = parent.commands.find((known) => known.name() === name);
  if (command !== undefined) return command as Command;
  const names = parent.commands.map((other) => other.name());
  const other = names.find((known) => known === OTHER_COMMANDS[name.toLowerCase()]);
  const all = `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`;
  const hint = other === undefined ? didYouMean(name, names) : `Did you mean ${other}?`;
  throw new UsageError(name, `is no command of ${nameOf(parent)}`, hint ?? all);
}

function refuseFlagsFirst(program: Command, words: readonly string[]): void {
  const flag = words[0]!;
  if (/^(-h|--help)$/.test(flag) || optionOf(program, flag) !== undefined) return;
  if (flag === "-v") throw new UsageError(flag, "there is no such flag", "Did you mean -V?");
  const names = program.commands.map((known) => known.name());
  const at = words.findIndex((word) => names.includes(word));
  const others = words.filter((_, i) => i !== at).map((word) => word.replace(DASHES, "--"));
  const line = ["mnist1d", words[at] ?? "generate", ...others].map(quoted).join(" ");
  throw new UsageError(flag, "stands where the command is expected", `Flags come after it: ${line}`);
}

function optionOf({ options }: Command, name: string): Option | undefined {
  return options.find(({ short, long }) => short === name || long === name);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `golden add`, without the program's own name. */
function nameOf(command: Command): string {
  return command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name();
}

/** A flag, and its value if it takes one. */
interface Given {
  readonly flag: Option;
  readonly value: string | undefined;
}

/** A word that is neither a flag nor the value of one, and the flag that it directly follows. */
interface Operand extends Partial<Given> {
  readonly word: string;
}

class Line {
  readonly #command: Command;
  readonly #warnings: string[] = [];
  readonly #operands: Operand[] = [];
  /** Each flag as it was typed last, and what that says. */
  readonly #given = new Map<string, { readonly typed: string; readonly says: string | boolean }>();

  constructor(command: Command) {
    this.#command = command;
  }

  /** @returns warnings. @throws UsageError */
  read(words: readonly string[]): string[] {
    const left = [...words];
    let last: Given | undefined;
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
      if (word === "--") this.#operands.push(...left.splice(0).map((operand) => ({ word: operand })));
      else if (isFlag(word)) last = this.#readFlag(word, left);
      else {
        refuseMisread(word);
        this.#operands.push({ word, ...last });
        last = undefined;
      }
    }
    this.#checkOperands();
    return this.#warnings;
  }

  #readFlag(word: string, left: string[]): Given {
    const [name, inline] = this.#nameAndValue(word);
    const flag = this.#option(name);
    const next = left[0];
    let value = inline;
    if (flag.required && inline === undefined) {
      if (next === undefined) refuseNoValue(name, flag);
      // As in `-o --force`.
      if (optionOf(this.#command, next.split("=")[0]!) !== undefined) {
        throw new UsageError(name, `expected a value after it, got the flag ${next}`);
      }
      value = left.shift()!;
    } else if (flag.optional && inline === undefined && next !== undefined && !isFlag(next)) {
      // As in `inspect --head data/`, where the path would be the number of examples.
      if (!/^\d+$/.test(next) && this.#operands.length < this.#command.registeredArguments.length) {
        const line = `mnist1d ${nameOf(this.#command)} ${quoted(next)} ${name}`;
        throw unexpected(name, "a number or nothing after it", `"${next}"`, `Put it last: ${line}`);
      }
      left.shift();
    } else if (!flag.required && !flag.optional && inline !== undefined) {
      throw new UsageError(name, `takes no value, got "${inline}"`, insteadOf(flag, inline));
    }
    if (value !== undefined && flag.long !== "--out") refuseMisread(value, name);
    this.#warnIfTwice(name, flag, value);
    return { flag, value };
  }

  /** `--seed=7` and `-fcsv` in their parts. */
  #nameAndValue(word: string): [name: string, value: string | undefined] {
    // Such as -seed. Commander would take -out for -o with the value "ut".
    if (!word.startsWith("--") && optionOf(this.#command, `-${word.split("=")[0]}`)?.long !== undefined) {
      throw new UsageError(word, "there is no such flag", `Did you mean -${word}?`);
    }
    if (word.startsWith("--") || DASHES.test(word)) {
      const [, name = word, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
      return [name, value];
    }
    const short = optionOf(this.#command, word.slice(0, 2));
    return short?.required && word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word, undefined];
  }

  #option(name: string): Option {
    // -qf and the like: each letter a flag.
    const letters = /^-([a-zA-Z]{2,})$/
      .exec(name)?.[1]
      ?.split("")
      .map((letter) => `-${letter}`) ?? [name];
    const flags = letters.map((letter) => optionOf(this.#command, letter));
    if (flags.every((option) => option !== undefined)) return flags.at(-1)!;
    throw new UsageError(name, `${nameOf(this.#command)} has no such flag`, this.#flagHint(name));
  }

  #flagHint(name: string): string {
    const known = this.#command.options.filter(({ hidden }) => !hidden).map(({ long }) => long!);
    const plain = name.replace(DASHES, "--").replace(/^-*/, "--").toLowerCase();
    if (/^--(o|out|output)$/.test(plain) && this.#command.name() === "convert") {
      return "What it writes is the second operand: mnist1d convert IN OUT";
    }
    const other = OTHER_FLAGS[plain];
    if (other !== undefined && known.includes(other)) return `Did you mean ${other}?`;
    if (plain === "--version") return "Did you mean mnist1d --version?";
    if (DASHES.test(name)) return `Its dash is not the keyboard's: type ${suggestions(plain, known)[0] ?? plain}`;
    const positive = plain.replace(/^--(no|dont|without)-/, "--");
    if (positive !== plain && known.includes(positive)) return `Leave out ${positive} instead.`;
    const sameLetter = known.filter((long) => plain.length === 3 && long.startsWith(plain));
    if (sameLetter.length > 0) return `Flags are written out: ${sameLetter.join(", ")}.`;
    // As of evaluate, which has no flags of a config.
    const parameter = PARAMETERS.find(({ key }) => `--${key.replaceAll("_", "-")}` === plain);
    const takesThem = this.#command.registeredArguments[0]?.argChoices?.includes(`${parameter?.key}=`);
    const source = takesThem ? `Type mnist1d ${this.#command.name()} ${parameter!.key}=…` : undefined;
    return didYouMean(plain, known) ?? source ?? `mnist1d ${nameOf(this.#command)} --help lists those that there are.`;
  }

  /** As in scripts, whose own flags come before those that they are given. */
  #warnIfTwice(name: string, flag: Option, value: string | undefined): void {
    const earlier = this.#given.get(flag.attributeName());
    const now = { typed: value === undefined ? name : `${name} ${value}`, says: value ?? !flag.negate };
    this.#given.set(flag.attributeName(), now);
    // --format is one that may be repeated.
    if (earlier === undefined || earlier.says === now.says || flag.parseArg !== undefined) return;
    this.#warnings.push(`${name}: is given twice, as ${earlier.typed} and ${now.typed}: the last one counts`);
  }

  #checkOperands(): void {
    const { registeredArguments } = this.#command;
    const command = nameOf(this.#command);
    const missing = registeredArguments.slice(this.#operands.length).filter(({ required }) => required);
    if (missing.length > 0) {
      const names = missing.map((operand) => `<${operand.name()}>`);
      const given = this.#operands.map(({ word }) => quoted(word));
      const hint = `Type ${["mnist1d", command, ...given, ...names].join(" ")}`;
      const [{ argChoices }] = missing as [Argument];
      const expected = argChoices === undefined ? names.join(" and ") : `one of ${argChoices.join(", ")}`;
      throw unexpected(command, expected, "nothing", hint);
    }
    const most = registeredArguments.some(({ variadic }) => variadic) ? Infinity : registeredArguments.length;
    if (this.#operands.length <= most) return;
    const excess = this.#operands.find(({ flag }) => flag !== undefined) ?? this.#operands[most]!;
    const takes = most === 0 ? "flags alone" : most === 1 ? "one operand" : `${most} operands`;
    const hint = valueHint(excess) ?? this.#operandHint(excess) ?? `mnist1d ${command} --help has examples.`;
    throw new UsageError(excess.word, `${command} takes ${takes}`, hint);
  }

  /** What was meant if a word stands for itself. */
  #operandHint({ word, flag, value }: Operand): string | undefined {
    if (word === "help") return `Type mnist1d ${nameOf(this.#command)} --help`;
    // Of what a shell makes of `verify repo/*`, some are no datasets.
    if (this.#command.registeredArguments.length === 1 && existsSync(word)) {
      const words = this.#operands.map((operand) => quoted(operand.word));
      const paths = words.length > MOST_PATHS ? `${dirname(words[0]!)}/*/` : words.join(" ");
      return `Each has a run of its own: for path in ${paths}; do mnist1d ${nameOf(this.#command)} "$path"; done`;
    }
    if (this.#command.registeredArguments.length > 0) return undefined;
    const has = (long: string) => optionOf(this.#command, long) !== undefined;
    const [, name = "", assigned] = /^([\w-]+)[=:](.*)$/s.exec(word) ?? [word, word];
    const asFlag = `--${name.replaceAll("_", "-").toLowerCase()}`;
    const next = this.#operands[this.#operands.findIndex((operand) => operand.word === word) + 1]?.word;
    const argument = assigned || next;
    if (has(asFlag)) return `Type ${asFlag}${argument === undefined ? "" : ` ${quoted(argument)}`}`;
    const known = this.#command.options.map(({ long }) => long!);
    const [near] = assigned === undefined ? [] : suggestions(asFlag, known);
    if (near !== undefined) return `Type ${near} ${quoted(assigned!)}`;
    if (Object.hasOwn(presets, word) && has("--preset")) return `Type --preset ${word}`;
    if (FORMATS.some((format) => format.name === word) && has("--format")) return `Type -f ${word}`;
    if (/\.json$/i.test(word) && existsSync(word) && has("--config")) return `Type --config ${quoted(word)}`;
    if (flag?.long === "--out" && value !== undefined && !/[/\\]$/.test(value)) {
      return `Quote a path with spaces: -o ${quoted(`${value} ${word}`)}`;
    }
    const isPath = /[/\\]/.test(word) || formatOfPath(word) !== undefined || existsSync(word);
    if (isPath && has("--out") && !this.#given.has("out")) return `Type -o ${quoted(word)}`;
    return isPath && has("--config") && !has("--out") ? `Type --config ${quoted(word)}` : undefined;
  }
}

/** What was meant if a word belongs to the value of the flag before it. */
function valueHint({ word, flag, value }: Operand): string | undefined {
  if (flag === undefined) return undefined;
  if (value === undefined) return /^(true|false|yes|no|on|off|0|1)$/i.test(word) ? insteadOf(flag, word) : undefined;
  const { schema, parts = {} } = parameterOf(flag)?.kind ?? {};
  if (schema?.type === "array" && /\d/.test(word)) {
    return `Type ${flag.long} ${`${value},${word}`.match(/\d+/g)!.join(",")}`;
  }
  if (flag.long === "--sweep")
    return `Type --sweep ${value.replace(/,$/, "")}${value.includes("=") ? "," : "="}${word}`;
  if (flag.long === "--format" && FORMATS.some(({ name }) => name === word)) {
    return `Type -f ${value.replace(/,$/, "")},${word}`;
  }
  if (/^\d+$/.test(value) && /^\d{3}$/.test(word)) return `Type ${flag.long} ${value}${word}`;
  if (/^[\d.]+$/.test(value) && /^[\d.]+$/.test(word)) return `${flag.long} takes one value`;
  const [part] = Object.entries(parts).find(([, kind]) => (kind.schema.enum as string[]).includes(word)) ?? [];
  return part && `Type ${flag.long}-${part} ${word}`;
}

/** As in `generate --seed`. */
function refuseNoValue(name: string, option: Option): never {
  const [placeholder = ""] = /<.*>/.exec(option.flags) ?? [];
  const expected = parameterOf(option)?.kind.expected ?? option.argChoices?.join(", ") ?? "a value after it";
  throw unexpected(name, expected, "nothing", `Type ${name} ${placeholder}`);
}

/** What to type instead of `--shuffle-seq false`. */
function insteadOf(flag: Option, value: string): string {
  if (/^(true|yes|on|1)$/i.test(value)) return `Type ${flag.long}`;
  const isSwitch = parameterOf(flag) !== undefined && !flag.negate;
  return isSwitch ? `Type ${flag.long!.replace("--", "--no-")}` : `Leave out ${flag.long}`;
}

/** The parameter that a flag is of; undefined of other flags. */
function parameterOf(flag: Option): Parameter | undefined {
  return PARAMETERS.find(({ name }) => name === flag.attributeName());
}
