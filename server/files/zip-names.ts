import type { Bytes } from './bytes.ts';

// Only the list of contents at a zip's end is looked at: nothing is ever unpacked, so a bomb is a file like any other.
// Source: APPNOTE.TXT 6.3.10, 4.3.12 and 4.3.16.

const endMark = Buffer.from('PK\u0005\u0006', 'latin1');
const entryMark = 0x0201_4b50;
const endLength = 22;
const longestComment = 0xffff;
/** A list of contents larger than this is nothing that an office program writes. */
const largestList = 4 * 1024 * 1024;
const entryHead = 46;

/** Names of the files in a zip; null if it is none, or one with too long a list. */
export async function zipNames(file: Bytes): Promise<string[] | null> {
  const tailLength = Math.min(file.size, endLength + longestComment);
  const tail = await file.read(file.size - tailLength, tailLength);
  const at = tail.lastIndexOf(endMark);
  if (at < 0 || at + endLength > tail.length) return null;
  const listLength = tail.readUInt32LE(at + 12);
  const listAt = tail.readUInt32LE(at + 16);
  if (listLength > largestList || listAt + listLength > file.size) return null;
  return namesIn(await file.read(listAt, listLength));
}

function namesIn(list: Buffer): string[] | null {
  const names: string[] = [];
  for (let at = 0; at + entryHead <= list.length;) {
    if (list.readUInt32LE(at) !== entryMark) return null;
    const nameLength = list.readUInt16LE(at + 28);
    names.push(list.toString('latin1', at + entryHead, at + entryHead + nameLength));
    at += entryHead + nameLength + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return names;
}
