/** Thrown by `render` for a method that a resource lacks: 405, or 501 (twisted.web.error.UnsupportedMethod). */
export class UnsupportedMethod extends Error {
  override readonly name = "UnsupportedMethod";
  readonly allowedMethods: readonly string[];

  constructor(allowedMethods: readonly string[]) {
    if (!Array.isArray(allowedMethods)) {
      throw new TypeError("allowedMethods must be an array of methods");
    }
    super(`Expected one of [${allowedMethods.join(", ")}]`);
    this.allowedMethods = allowedMethods;
  }
}
