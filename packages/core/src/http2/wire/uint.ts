/** Numbers of frames: unsigned, most significant octet first (RFC 9113 section 2.2). */

export function readUint16(octets: Buffer, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}

export function readUint24(octets: Buffer, at: number): number {
  return (octets[at]! << 16) | (octets[at + 1]! << 8) | octets[at + 2]!;
}

export function readUint32(octets: Buffer, at: number): number {
  return ((octets[at]! << 24) | readUint24(octets, at + 1)) >>> 0;
}

/** Stream ids and increments: the first bit is reserved and means nothing. */
export function readUint31(octets: Buffer, at: number): number {
  return readUint32(octets, at) & 0x7fff_ffff;
}
