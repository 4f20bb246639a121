/** The ways in which a transport may cut octets: not at all, at every octet, and in two at every place. */
export function* everySplit(octets: Buffer): Generator<Buffer[]> {
  yield [octets];
  yield Array.from(octets, (_, i) => octets.subarray(i, i + 1));
  for (let i = 1; i < octets.length; i++) yield [octets.subarray(0, i), octets.subarray(i)];
}
