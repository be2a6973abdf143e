import type { Command, Option } from "commander";
import { didYouMean } from "../config/suggestion.js";
import type { Context } from "./context.js";
import { CheckFailed, unexpected } from "./exit-code.js";
import type { Ending } from "./flags.js";
import { stdoutSink } from "./terminal.js";

export const ending: Ending = {
  examples: `
  mnist1d completion bash > ~/.local/share/bash-completion/completions/mnist1d
  mnist1d completion zsh > "\${fpath[1]}/_mnist1d"
  mnist1d completion fish > ~/.config/fish/completions/mnist1d.fish
  mnist1d completion powershell >> $PROFILE`,
};

export function declare(command: Command): Command {
  command.description(
    "Prints the script that makes a shell complete commands, flags, and values such as presets, formats, keys and files. " +
      "SHELL is bash, zsh, fish or powershell. The script asks this command what the last WORD may become: exit code 1 " +
      "where nobody can know, 0 and nothing where it is a file.",
  );
  command.registeredArguments[0]!.argChoices = Object.keys(SHELLS);
  return command;
}

export async function run(
  { terminal }: Context,
  name: string,
  words: readonly string[],
  program: Command,
): Promise<void> {
  if (!Object.hasOwn(SHELLS, name)) {
    const names = Object.keys(SHELLS);
    throw unexpected("SHELL", `one of ${names.join(", ")}`, `"${name}"`, didYouMean(name, names));
  }
  const { script, lineOf } = SHELLS[name as keyof typeof SHELLS];
  if (words.length === 0) return terminal.print(script);
  // PowerShell leaves out an empty word, and so a colon stands before the last one.
  const typed = name === "powershell" ? [...words.slice(0, -1), words.at(-1)!.slice(1)] : words;
  const found = candidates(program, typed);
  if (found === undefined) throw new CheckFailed();
  // As it is: fish wants tabs.
  const lines = found.map((candidate) => `${lineOf(candidate)}\n`).join("");
  await stdoutSink(terminal.stdout).write(new TextEncoder().encode(lines));
}

/** What can stand in a place, and what it means. */
type Candidate = readonly [word: string, about: string];

/** What can stand in the place of the last word: none where it is a file, undefined where nobody can know. */
function candidates(program: Command, words: readonly string[]): Candidate[] | undefined {
  let command = program;
  let depth = 0;
  for (const word of words.slice(0, -1)) {
    const below = command.commands.find((sub) => sub.name() === word);
    if (below === undefined) break;
    command = below as Command;
    depth++;
  }
  // bash takes --preset=x for three words, the others for one.
  const [typed = "", before, beforeThat] = [...words].reverse();
  const [, joined, rest] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  const flag = joined ?? (before === "=" ? beforeThat : before);
  const value = joined !== undefined ? rest! : typed === "=" ? "" : typed;

  const help = command.createHelp();
  const options = help.visibleOptions(command);
  const option = options.find(({ required, short, long }) => required && (short === flag || long === flag));
  let found: Candidate[] | undefined;
  if (option !== undefined) found = candidatesOf(/<(.*)>/.exec(option.flags)![1]!, option.argChoices);
  else if (command.commands.length > 0 && !value.startsWith("-")) {
    found = help.visibleCommands(command).map((sub) => [sub.name(), sub.summary()]);
  } else if (command.registeredArguments.length > 0 && !value.startsWith("-")) {
    const operands = command.registeredArguments;
    const operand = operands[operandsIn(words.slice(depth, -1), options)] ?? operands.at(-1)!;
    found = candidatesOf(operand.name(), operand.argChoices);
  } else {
    found = options.flatMap(({ short, long, description }) =>
      [long, short].filter((name) => name !== undefined).map((name): Candidate => [name, description]),
    );
  }
  const prefix = joined === undefined ? "" : `${joined}=`;
  return found?.filter(([word]) => word.startsWith(value)).map(([word, about]) => [prefix + word, about]);
}

/** How many words are neither flags nor their values. */
function operandsIn(words: readonly string[], options: readonly Option[]): number {
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    const option = options.find(({ short, long }) => short === words[i] || long === words[i]);
    if (option?.required) i += words[i + 1] === "=" ? 2 : 1;
    else if (!words[i]!.startsWith("-")) count++;
  }
  return count;
}

/** What help calls the names of files and folders; A and B of diff may be one too. */
const FILES = ["path", "file", "dir", "repo", "in", "out", "value", "a", "b", "datasets"];

function candidatesOf(placeholder: string, words: readonly string[] | undefined): Candidate[] | undefined {
  if (words === undefined) return FILES.includes(placeholder) ? [] : undefined;
  return words.map((word) => [word, ""]);
}

interface Shell {
  readonly script: string;
  /** How the script wants a candidate. */
  lineOf(candidate: Candidate): string;
}

/** What each shell runs when a person asks for a completion. */
const SHELLS = {
  bash: {
    lineOf: ([word]) => word,
    script: `_mnist1d() {
  local found IFS=$'\\n'
  found=$("$1" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null) || compopt +o default 2> /dev/null
  COMPREPLY=($found)
  [[ $found == *= ]] && compopt -o nospace 2> /dev/null
}
complete -o default -F _mnist1d mnist1d
`,
  },
  zsh: {
    lineOf: ([word, about]) => (about === "" ? word : `${word}:${about}`),
    script: `#compdef mnist1d
_mnist1d() {
  local text
  text=$($words[1] completion zsh -- "\${(@)words[2,CURRENT]}" 2> /dev/null) || return
  local -a found=("\${(@f)text}") space=()
  [[ $text == *= ]] && space=(-S '')
  if [[ -z $text ]]; then _files; else _describe value found $space; fi
}
if [[ $funcstack[1] == _mnist1d ]]; then _mnist1d "$@"; else compdef _mnist1d mnist1d; fi
`,
  },
  fish: {
    lineOf: ([word, about]) => `${word}\t${about}`,
    script: `function __mnist1d
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  set -l found (mnist1d completion fish -- $words[2..] "$typed" 2> /dev/null); or return
  if set -q found[1]
    printf '%s\\n' $found
  else
    __fish_complete_path "$typed"
  end
end
complete -c mnist1d -f -a '(__mnist1d)'
`,
  },
  powershell: {
    lineOf: ([word]) => word,
    script: `Register-ArgumentCompleter -Native -CommandName mnist1d -ScriptBlock {
  param($typed, $line, $cursor)
  $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor })
  $words = @($words | ForEach-Object { "$_" })
  mnist1d completion powershell '--' @words ":$typed" 2> $null |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`,
  },
} satisfies Record<string, Shell>;
