/** How reports call a resource: by its class; an object that has none by what it is to core. */
export const NAMELESS = "an object";

export function className(resource: object): string {
  const { constructor } = resource as { readonly constructor?: { readonly name: string } };
  const name = constructor?.name ?? "";
  return name === "" || name === "Object" ? NAMELESS : name;
}
