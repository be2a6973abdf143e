import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";

interface CopiedProps {
  readonly title: string;
  readonly text: string;
  readonly note: string;
}

/** A text with a button that copies it. */
export function Copied({ title, text, note }: CopiedProps) {
  const id = useId();
  const told = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.value = "Copied.";
    } catch {
      // Not allowed, or there is none: the text is selected, and people press the keys.
      getSelection()?.selectAllChildren(document.getElementById(id)!);
      told.value = "Selected: copy it with Ctrl+C or ⌘C.";
    }
  };
  return (
    <section class="copied" aria-label={title}>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre id={id} tabIndex={0}>
        {text}
      </pre>
      <p class="buttons">
        <button type="button" onClick={() => void copy()}>
          Copy <span class="hidden">{title.toLowerCase()}</span>
        </button>
        <span role="status">{told}</span>
        <small>{note}</small>
      </p>
    </section>
  );
}
