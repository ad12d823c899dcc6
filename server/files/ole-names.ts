import type { Bytes } from './bytes.ts';

// The container of the old office formats: a little file system. Source: [MS-CFB] 2.2 to 2.6.

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const headLength = 512;
const entryLength = 128;
const longestName = 64;
/** A directory of more sectors than this is no document's; each is looked at once, however the chain runs. */
const mostSectors = 2_048;
const firstSpecialSector = 0xffff_fffa;
const listedInHead = 109;

/** Names of the streams in an OLE container; null if it is none, or broken. */
export async function oleNames(file: Bytes): Promise<string[] | null> {
  const head = await file.read(0, headLength);
  if (head.length < headLength || !head.subarray(0, 8).equals(signature)) return null;
  const shift = head.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const sectorLength = 1 << shift;
  const sector = (n: number): Promise<Buffer> => file.read((n + 1) * sectorLength, sectorLength);

  const names: string[] = [];
  let current = head.readUInt32LE(48);
  const seen = new Set<number>();
  while (current < firstSpecialSector) {
    if (seen.has(current) || seen.size === mostSectors) return null;
    seen.add(current);
    const directory = await sector(current);
    const following = await next(current);
    if (directory.length < sectorLength || following === null) return null;
    for (let at = 0; at < sectorLength; at += entryLength) names.push(nameAt(directory, at));
    current = following;
  }
  return names.filter((name) => name !== '');

  /** The sector that follows in the chain, by the allocation table; null if that is broken. */
  async function next(n: number): Promise<number | null> {
    const perSector = sectorLength / 4;
    const table = await tableSector(Math.floor(n / perSector));
    const part = table === null ? null : await sector(table);
    return part === null || part.length < sectorLength ? null : part.readUInt32LE((n % perSector) * 4);
  }

  /** Where a sector of the allocation table is: the first 109 stand in the head, the rest in a chain of their own. */
  async function tableSector(index: number): Promise<number | null> {
    if (index < listedInHead) return head.readUInt32LE(76 + index * 4);
    const perSector = sectorLength / 4 - 1;
    let rest = index - listedInHead;
    let list = head.readUInt32LE(68);
    for (let count = 0; count < mostSectors && list < firstSpecialSector; count += 1) {
      const part = await sector(list);
      if (part.length < sectorLength) return null;
      if (rest < perSector) return part.readUInt32LE(rest * 4);
      rest -= perSector;
      list = part.readUInt32LE(perSector * 4);
    }
    return null;
  }
}

function nameAt(directory: Buffer, at: number): string {
  const length = directory.readUInt16LE(at + longestName);
  return length < 2 || length > longestName ? '' : directory.toString('utf16le', at, at + length - 2);
}
