import { existsSync } from "node:fs";
import type { Command, Option } from "commander";
import { presets } from "../config/presets.js";
import { didYouMean, suggestions } from "../config/suggestion.js";
import { misreadPath } from "../dataset/output-plan.js";
import { FORMATS, formatOfPath } from "../formats/registry.js";
import { expectedGot, UsageError } from "./usage-error.js";

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
};
const OTHER_FLAGS: Readonly<Record<string, string>> = {
  "--output": "--out",
  "--threads": "--workers",
  "--jobs": "--workers",
  "--overwrite": "--force",
  "--silent": "--quiet",
  "--random-state": "--seed",
};

/** What word processors and web pages make of a hyphen. */
const DASHES = /^[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+/;

/**
 * Looks at a command line before it is parsed, and refuses the mistakes of which commander would say too little, or
 * nothing at all: each error says what to type instead. What is missing is left to commander.
 *
 * @param words without the names of Node and of the program.
 * @returns warnings: what may be a mistake, and may be meant.
 * @throws UsageError
 */
export function refuseMistakes(program: Command, words: readonly string[]): string[] {
  const [name, ...rest] = words;
  if (name === undefined || isFlag(name)) refuseFlagsFirst(program, words);
  else if (name === "help") commandNamed(program, rest[0]);
  else return refuseInCommand(commandNamed(program, name)!, rest);
  return [];
}

function refuseInCommand(command: Command, words: readonly string[]): string[] {
  const [name = "", ...rest] = words;
  if (command.commands.length > 0) {
    return name === "" || name === "help" || isFlag(name) ? [] : refuseInCommand(commandNamed(command, name)!, rest);
  }
  if (words.includes("-h") || words.includes("--help")) return [];
  const line = new Line(command, words);
  line.check();
  return line.warnings;
}

/** A word that stands where flags do. */
function isFlag(word: string): boolean {
  return /^-[^\d.]/.test(word) || (DASHES.test(word) && !existsSync(word));
}

function isNamed({ short, long }: Option, name: string): boolean {
  return short === name || long === name;
}

/** A word that a shell was to replace, or that has the quotes of a document around it, and is the name of no file. */
function refuseMisread(word: string, label = word): void {
  if (!/^(~[\w.-]*[/\\]|\$[\w{(]|[‘’“”„«])/.test(word) || existsSync(word)) return;
  throw new UsageError(label, expectedGot("a value or a path", JSON.stringify(word)), misreadPath(word));
}

/** The command of a name; undefined without one, and for help. */
function commandNamed(parent: Command, name: string | undefined): Command | undefined {
  const command = parent.commands.find((known) => known.name() === name);
  if (command !== undefined || name === undefined || name === "help") return command as Command | undefined;
  const names = parent.commands.map((other) => other.name());
  const other = OTHER_COMMANDS[name.toLowerCase()];
  const isOther = other !== undefined && names.includes(other);
  const hint = isOther ? `Did you mean ${other}?` : didYouMean(name, names);
  const all = `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`;
  throw new UsageError(name, `is no command of ${nameOf(parent)}`, hint ?? all);
}

/** Flags without a command, or before it. */
function refuseFlagsFirst(program: Command, words: readonly string[]): void {
  const [flag] = words;
  if (flag === undefined || /^(-h|--help)$/.test(flag)) return;
  if (program.options.some((option) => isNamed(option, flag))) return;
  if (flag === "-v") throw new UsageError(flag, "there is no such flag", "Did you mean -V?");
  const names = program.commands.map((known) => known.name());
  const at = words.findIndex((word) => names.includes(word));
  const others = words.filter((_, i) => i !== at).map((word) => word.replace(DASHES, "--"));
  const line = ["mnist1d", words[at] ?? "generate", ...others].map(quoted).join(" ");
  throw new UsageError(flag, "stands where the command is expected", `Flags come after it: ${line}`);
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `golden add`, without the program's own name. */
function nameOf(command: Command): string {
  return command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name();
}

/** A word that is neither a flag nor the value of one. */
interface Operand {
  readonly word: string;
  /** The flag, and its value if it takes one, that the word directly follows. */
  readonly flag?: Option | undefined;
  readonly value?: string | undefined;
}

/** What follows the name of a command. */
class Line {
  readonly warnings: string[] = [];
  readonly #command: Command;
  readonly #words: readonly string[];
  readonly #operands: Operand[] = [];
  readonly #given = new Map<string, { readonly flag: string; readonly value: string | boolean }>();

  constructor(command: Command, words: readonly string[]) {
    this.#command = command;
    this.#words = words;
  }

  check(): void {
    let last: Omit<Operand, "word"> = {};
    for (let i = 0; i < this.#words.length; i++) {
      const word = this.#words[i]!;
      if (word === "--") {
        this.#operands.push(...this.#words.slice(i + 1).map((operand) => ({ word: operand })));
        break;
      }
      if (!isFlag(word)) {
        refuseMisread(word);
        this.#operands.push({ word, ...last });
        last = {};
        continue;
      }
      const [name, inline] = this.#nameAndValue(word);
      const flag = this.#option(name);
      const next = this.#words[i + 1];
      if (flag.required && inline === undefined) {
        if (next === undefined) return; // Commander says what is missing.
        this.#refuseFlagAsValue(name, next);
        i++;
      } else if (flag.optional && inline === undefined && next !== undefined && !isFlag(next)) {
        this.#refuseOperandAsValue(name, next);
        i++;
      } else if (!flag.required && !flag.optional && inline !== undefined) {
        throw new UsageError(name, `takes no value, got "${inline}"`, insteadOf(flag, inline));
      }
      const value = inline ?? (flag.required ? next! : undefined);
      if (value !== undefined && !isNamed(flag, "--out")) refuseMisread(value, name);
      this.#remember(name, flag, value);
      last = { flag, value };
    }
    const { registeredArguments } = this.#command;
    const most = registeredArguments.some(({ variadic }) => variadic) ? Infinity : registeredArguments.length;
    const excess = this.#operands[most];
    if (excess !== undefined)
      this.#refuseOperand(this.#operands.find(({ flag }) => flag !== undefined) ?? excess, most);
  }

  /** `--seed=7` and `-fcsv` in their parts. */
  #nameAndValue(word: string): [name: string, value: string | undefined] {
    const long = this.#command.options.find((option) => option.long === `-${word.split("=")[0]}`);
    // Such as -seed. Commander would take -out for -o with the value "ut".
    if (long !== undefined && !word.startsWith("--")) {
      throw new UsageError(word, "there is no such flag", `Did you mean ${word.replace(/^-/, "--")}?`);
    }
    if (word.startsWith("--") || DASHES.test(word)) {
      const [, name = word, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
      return [name, value];
    }
    const short = this.#command.options.find((option) => option.short === word.slice(0, 2));
    return short?.required && word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word, undefined];
  }

  #option(name: string): Option {
    const flag = this.#command.options.find((option) => isNamed(option, name));
    if (flag !== undefined) return flag;
    // -qf and the like: each letter a flag.
    const letters = /^-([a-zA-Z]{2,})$/.exec(name)?.[1]?.split("") ?? [];
    const flags = letters.map((letter) => this.#command.options.find((option) => isNamed(option, `-${letter}`)));
    if (letters.length > 0 && flags.every((option) => option !== undefined)) return flags.at(-1)!;
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
    if (/^--.$/.test(plain)) {
      const sameLetter = known.filter((long) => long.startsWith(plain));
      if (sameLetter.length > 0) return `Flags are written out: ${sameLetter.join(", ")}.`;
    }
    return didYouMean(plain, known) ?? `mnist1d ${nameOf(this.#command)} --help lists those that there are.`;
  }

  /** As in `-o --force`. */
  #refuseFlagAsValue(name: string, value: string): void {
    if (!this.#command.options.some((option) => isNamed(option, value.split("=")[0]!))) return;
    throw new UsageError(name, `expected a value after it, got the flag ${value}`);
  }

  /** As in `inspect --head data/`, where the path would be the number of examples. */
  #refuseOperandAsValue(name: string, word: string): void {
    if (/^\d+$/.test(word) || this.#operands.length >= this.#command.registeredArguments.length) return;
    const line = `mnist1d ${nameOf(this.#command)} ${quoted(word)} ${name}`;
    throw new UsageError(name, expectedGot("a number or nothing after it", `"${word}"`), `Put it last: ${line}`);
  }

  #remember(name: string, flag: Option, text: string | undefined): void {
    const key = flag.attributeName();
    const value = text ?? !flag.negate;
    const earlier = this.#given.get(key);
    this.#given.set(key, { flag: name, value });
    // --format is one that may be repeated.
    if (earlier === undefined || earlier.value === value || flag.parseArg !== undefined) return;
    const [a, b] = [earlier, { flag: name, value }].map((one) =>
      typeof one.value === "string" ? `${one.flag} ${one.value}` : one.flag,
    );
    // As in scripts, whose own flags come before those that they are given.
    this.warnings.push(`${name}: is given twice, as ${a} and ${b}: the last one counts`);
  }

  #refuseOperand(operand: Operand, most: number): never {
    const { word } = operand;
    const hint = this.#valueHint(operand) ?? this.#operandHint(operand);
    const command = nameOf(this.#command);
    const problem =
      most === 0
        ? `${command} takes flags alone`
        : `${command} takes ${most === 1 ? "one operand" : `${most} operands`}`;
    throw new UsageError(word, problem, hint ?? `mnist1d ${command} --help has examples.`);
  }

  /** What was meant if a word belongs to the value of the flag before it. */
  #valueHint({ word, flag, value }: Operand): string | undefined {
    if (flag === undefined) return undefined;
    if (value === undefined) return /^(true|false|yes|no|on|off|0|1)$/i.test(word) ? insteadOf(flag, word) : undefined;
    const names = FORMATS.map((format) => format.name as string);
    if (flag.long === "--padding" && /\d/.test(word)) {
      return `Type --padding ${`${value},${word}`.match(/\d+/g)!.join(",")}`;
    }
    if (flag.long === "--format" && names.includes(word)) return `Type -f ${value.replace(/,$/, "")},${word}`;
    if (/^\d+$/.test(value) && /^\d{3}$/.test(word)) return `Type ${flag.long} ${value}${word}`;
    if (/^[\d.]+$/.test(value) && /^[\d.]+$/.test(word)) return `${flag.long} takes one value`;
    if (flag.long === "--label-noise" && /^(resample|flip)$/.test(word)) return `Type --label-noise-mode ${word}`;
    return undefined;
  }

  /** What was meant if a word stands for itself. */
  #operandHint({ word, flag, value }: Operand): string | undefined {
    if (word === "help") return `Type mnist1d ${nameOf(this.#command)} --help`;
    if (this.#command.registeredArguments.length > 0) return undefined;
    const has = (long: string) => this.#command.options.some((option) => option.long === long);
    const [, name = "", assigned] = /^([\w-]+)[=:](.*)$/s.exec(word) ?? [word, word];
    const asFlag = `--${name.replaceAll("_", "-").toLowerCase()}`;
    const next = this.#operands[this.#operands.findIndex((operand) => operand.word === word) + 1]?.word;
    const argument = assigned || next;
    if (has(asFlag)) return `Type ${asFlag}${argument === undefined ? "" : ` ${quoted(argument)}`}`;
    if (assigned !== undefined) {
      const [near] = suggestions(
        asFlag,
        this.#command.options.map(({ long }) => long!),
      );
      if (near !== undefined) return `Type ${near} ${quoted(assigned)}`;
    }
    if (Object.hasOwn(presets, word) && has("--preset")) return `Type --preset ${word}`;
    if (FORMATS.some((format) => format.name === word) && has("--format")) return `Type -f ${word}`;
    if (/\.json$/i.test(word) && existsSync(word) && has("--config")) return `Type --config ${quoted(word)}`;
    if (flag?.long === "--out" && value !== undefined && !/[/\\]$/.test(value))
      return `Quote a path with spaces: -o ${quoted(`${value} ${word}`)}`;
    const isPath = /[/\\]/.test(word) || formatOfPath(word) !== undefined || existsSync(word);
    if (isPath && has("--out") && !this.#given.has("out")) return `Type -o ${quoted(word)}`;
    return isPath && has("--config") && !has("--out") ? `Type --config ${quoted(word)}` : undefined;
  }
}

/** What to type instead of `--shuffle-seq false`. */
function insteadOf(flag: Option, value: string): string {
  const isTrue = /^(true|yes|on|1)$/i.test(value);
  if (isTrue) return `Type ${flag.long}`;
  return flag.long === "--shuffle-seq" ? "Type --no-shuffle-seq" : `Leave out ${flag.long}`;
}
