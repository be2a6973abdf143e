/** A check that failed, or a difference that was found, and that was reported already if there is no message. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
}
