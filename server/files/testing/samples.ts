import type { FileExtension } from '../../../protocol/files.ts';

// Small files of every kind, made of what their formats' descriptions ask for and of nothing else.

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A zip whose files are stored as they are. */
export function zipOf(
  files: readonly { name: string; content: Buffer | string; method?: number; size?: number }[],
): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 0, size } of files) {
    const bytes = Buffer.from(content);
    const sizes = Buffer.alloc(8);
    sizes.writeUInt32LE(bytes.length, 0);
    sizes.writeUInt32LE(size ?? bytes.length, 4);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    const kind = Buffer.from([method, 0, 0, 0, 0x21, 0, 0, 0, 0, 0]);
    const local = Buffer.concat([
      latin('PK\u0003\u0004\u0014\u0000\u0000\u0000'),
      kind,
      sizes,
      lengths,
      latin(name),
      bytes,
    ]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(at);
    list.push(
      Buffer.concat([
        latin('PK\u0001\u0002\u0014\u0000\u0014\u0000\u0000\u0000'),
        kind,
        sizes,
        lengths,
        Buffer.alloc(10),
        place,
        latin(name),
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** An OLE container of three sectors: allocation table, directory with these streams, one of content. */
export function oleOf(...streams: string[]): Buffer {
  const head = Buffer.alloc(512, 0xff);
  head.fill(0, 0, 76);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head);
  head.writeUInt16LE(9, 30);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(0xffff_fffe, 68);
  head.writeUInt32LE(0, 76);
  const table = Buffer.alloc(512, 0xff);
  for (const [sector, next] of [0xffff_fffd, 0xffff_fffe, 0xffff_fffe].entries()) table.writeUInt32LE(next, sector * 4);
  const directory = Buffer.alloc(512);
  for (const [at, name] of ['Root Entry', ...streams].slice(0, 4).entries()) {
    directory.write(name, at * 128, 'utf16le');
    directory.writeUInt16LE((name.length + 1) * 2, at * 128 + 64);
  }
  return Buffer.concat([head, table, directory, Buffer.alloc(512, 1)]);
}

const office = (folder: string): Buffer =>
  zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: `${folder}main.xml`, content: '<main/>' },
  ]);

function png(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    latin('\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\u000dIHDR'),
    size,
    Buffer.from([8, 2, 0, 0, 0, 0, 0, 0, 0]),
  ]);
}
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080003000501011100ffd9', 'hex');
const tiff = Buffer.concat([latin('II*\u0000'), Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
const bmp = Buffer.concat([
  latin('BM'),
  Buffer.alloc(12),
  Buffer.from([40, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 1, 0, 24, 0]),
  Buffer.alloc(24),
]);
const text = Buffer.from('Errore: la stampante è in fiamme.\r\n\tRiga 2\r\n');

/** For each extension a file that is what it says. */
export const right: Readonly<Record<FileExtension, Buffer>> = {
  jpeg,
  jpg: jpeg,
  png: png(4, 6),
  gif: Buffer.concat([latin('GIF89a'), Buffer.from([3, 0, 2, 0, 0, 0, 0, 0x3b])]),
  bmp,
  tiff,
  tif: tiff,
  heic: Buffer.concat([Buffer.from([0, 0, 0, 24]), latin('ftypheic'), Buffer.alloc(12)]),
  pdf: latin('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n<<>>\nendobj\n%%EOF\n'),
  doc: oleOf('WordDocument'),
  docx: office('word/'),
  odt: zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' }]),
  xls: oleOf('Workbook'),
  xlsx: office('xl/'),
  ppt: oleOf('PowerPoint Document'),
  pptx: office('ppt/'),
  pps: oleOf('PowerPoint Document'),
  ppsx: office('ppt/'),
  log: text,
  cfg: Buffer.from('[printer]\nfire = true\n'),
  rar: Buffer.concat([latin('Rar!\u001a\u0007\u0001\u0000'), Buffer.alloc(20)]),
  zip: zipOf([{ name: 'readme.txt', content: 'hello' }]),
  txt: text,
};

export const html = Buffer.from('<!doctype html><script>alert(1)</script>');
export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
export const program = Buffer.concat([latin('MZ\u0090\u0000\u0003\u0000'), Buffer.alloc(60), latin('PE\u0000\u0000')]);

/** A png of this size by its head; its content is nothing. */
export const pngOf = png;

/** For each extension files that are something else, the sly ones included. */
export function wrong(extension: FileExtension): Record<string, Buffer> {
  const other: Record<string, Buffer> = { program, 'a PNG cut short': latin('\u0089PNG') };
  if (['txt', 'log', 'cfg'].includes(extension))
    return { program, image: right.png, archive: right.zip, 'half UTF-16': Buffer.from([0xff, 0xfe, 0x41]) };
  Object.assign(other, { html, svg, text });
  if (extension !== 'pdf') other['pdf'] = right.pdf;
  if (!['jpeg', 'jpg'].includes(extension)) other['jpeg'] = jpeg;
  if (['docx', 'xlsx', 'pptx', 'ppsx', 'odt'].includes(extension)) other['plain zip'] = right.zip;
  if (extension === 'docx') other['workbook'] = right.xlsx;
  if (['doc', 'xls', 'ppt', 'pps'].includes(extension)) other['installer'] = oleOf('!\u4840\u3f3f', 'Property');
  if (extension === 'doc') other['workbook'] = right.xls;
  if (extension === 'bmp') other['words'] = Buffer.from('BMW drivers of the world, unite and take over');
  if (extension === 'heic')
    other['video'] = Buffer.concat([Buffer.from([0, 0, 0, 24]), latin('ftypisom'), Buffer.alloc(12)]);
  return other;
}
