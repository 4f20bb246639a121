// What can be sent: so many octets, as a stream or as a blob, each made only when it is asked for.
const MIB = 1024 * 1024;
/** What crypto.getRandomValues gives at once. */
const RANDOM_OCTETS = 64 * 1024;
/** Smaller ones cost a browser more than they smooth its bar. */
const PIECE_OCTETS = 256 * 1024;

export function fileContent(file) {
  return { size: file.size, stream: () => file.stream(), blob: () => file };
}

/** One random MiB, again and again. As a stream it takes no more memory than that, however long it is. */
export function noise(octets) {
  const unit = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += RANDOM_OCTETS)
    crypto.getRandomValues(unit.subarray(at, at + RANDOM_OCTETS));
  return {
    size: octets,
    stream: () => repeated(unit, octets),
    blob: () => new Blob(Array(octets / MIB).fill(unit)),
  };
}

function repeated(unit, octets) {
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      if (made === octets) {
        controller.close();
        return;
      }
      const at = made % unit.length;
      controller.enqueue(unit.subarray(at, at + PIECE_OCTETS));
      made += PIECE_OCTETS;
    },
  });
}
