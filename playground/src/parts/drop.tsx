import { useEffect, useState } from "preact/hooks";
import { MAX_CONFIG_BYTES } from "../../../src/config/limits.js";
import { parseConfig } from "../../../src/config/parse-config.js";
import { config, refused, tried } from "../model/state.js";

/** Takes files of JSON that are dropped on the page, and shows where they may go. */
export function Drop() {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file !== undefined) void openFile(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return isOver ? <div class="drop">Drop a config or a manifest here</div> : null;
}

/** Takes the config of a file; one that is none is told, and changes nothing. */
export async function openFile(file: File): Promise<void> {
  const problem = await problemOf(file);
  refused.value = problem === undefined ? undefined : `${file.name}: ${problem}`;
}

async function problemOf(file: File): Promise<string | undefined> {
  if (file.size > MAX_CONFIG_BYTES) return "is larger than 16 MB, and no config is";
  const text = await file.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `is not JSON (${(error as Error).message})`;
  }
  // A manifest has the config in it, beside the digest.
  const manifest = typeof json === "object" && json !== null && "digest" in json ? (json as { config?: unknown }) : {};
  if (manifest.config === null) return "is of data whose config nobody knows";
  return tried(() => {
    config.value = parseConfig(manifest.config ?? json);
  });
}
