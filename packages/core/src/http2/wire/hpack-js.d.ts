/** What we take of hpack.js 2.1.6, which brings no types. */
declare module "hpack.js" {
  /** The dynamic table, with the static one before it in the indices. */
  export interface Table<Name> {
    /** Newest last. As a name it keeps whatever it is given. */
    readonly dynamic: readonly { readonly name: Name; readonly value: string }[];
    /** Entries of both tables, which is the greatest valid index. */
    readonly length: number;
    /** What the dynamic entries come to (RFC 7541 section 4.1). */
    readonly size: number;
    readonly maxSize: number;
    add(name: Name, value: string, nameOctets: number, valueOctets: number): void;
    /** @throws Error for more than it was created with */
    updateSize(octets: number): void;
  }

  const hpack: {
    readonly "static-table": {
      readonly table: readonly { readonly name: string; readonly value: string }[];
    };
    readonly huffman: {
      /** For each octet, and EOS behind them. */
      readonly encode: readonly (readonly [bits: number, code: number])[];
    };
    readonly table: { create<Name>(options: { readonly maxSize: number }): Table<Name> };
  };
  export default hpack;
}
