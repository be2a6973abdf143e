/** A card that can't be brought up to date, and why, as the end of a sentence. */
export class ForeignCard extends Error {
  override readonly name = "ForeignCard";
}
