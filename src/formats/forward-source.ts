import { FormatError } from "./format-error.js";
import type { Source } from "./source.js";

/** Gives bytes one after the other. */
export interface ByteCursor {
  /**
   * Fills `target` with the next bytes, of which there are as many.
   *
   * @throws FormatError
   */
  read(target: Uint8Array): Promise<void>;
  /**
   * Called after the last byte.
   *
   * @throws FormatError if more bytes follow, or if they were not what they must be.
   */
  end(): Promise<void>;
  /** Called when no more will be read, maybe before the end. */
  close(): void;
}

interface Place {
  readonly cursor: ByteCursor;
  position: number;
}

/** Cursors that wait for whom goes on where they are: one for each of several readers that take turns. */
const MAX_IDLE = 4;

/** What is passed over is read in parts of this size. */
const SKIPPED_BYTES = 2 ** 17;

/**
 * Bytes that are had in order only, such as what is compressed, as a source. A read that goes on where another ended
 * costs nothing but its bytes; one at an earlier place begins anew.
 *
 * @param size bytes that a cursor gives.
 * @param open makes a cursor at the start.
 */
export function forwardSource(path: string, size: number, open: () => ByteCursor): Source {
  const idle: Place[] = [];

  /** The cursor that has the least to pass over, which nobody else has while it reads. */
  function take(offset: number): Place {
    let nearest: Place | undefined;
    for (const place of idle) {
      if (place.position <= offset && place.position >= (nearest?.position ?? 0)) nearest = place;
    }
    if (nearest === undefined) return { cursor: open(), position: 0 };
    idle.splice(idle.indexOf(nearest), 1);
    return nearest;
  }

  return {
    path,
    size,
    isForwardOnly: true,
    async readInto(target, offset) {
      if (offset + target.length > size) throw new FormatError(path, `is cut off: it ends at ${size} bytes`);
      if (target.length === 0) return;
      const place = take(offset);
      try {
        await skip(place, offset);
        await place.cursor.read(target);
        if (offset + target.length === size) await place.cursor.end();
      } catch (error) {
        place.cursor.close();
        throw error;
      }
      place.position += target.length;
      if (place.position === size) place.cursor.close();
      else idle.push(place);
      if (idle.length > MAX_IDLE) idle.shift()?.cursor.close();
    },
  };
}

async function skip(place: Place, offset: number): Promise<void> {
  if (place.position === offset) return;
  const scratch = new Uint8Array(Math.min(SKIPPED_BYTES, offset - place.position));
  while (place.position < offset) {
    const part = scratch.subarray(0, Math.min(scratch.length, offset - place.position));
    await place.cursor.read(part);
    place.position += part.length;
  }
}
