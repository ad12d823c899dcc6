import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionsFor, kindOfExtension, type FileExtension, type FileSender } from '../../protocol/files.ts';
import { openTestRelay, type TestRelay } from '../testing/relay.ts';
import { html, oleOf, program, right, svg, wrong, zipOf } from './testing/samples.ts';
import { agents, createSender, type Sender } from './testing/sender.ts';

// Every extension by every kind of sender with right and with wrong content, against a real relay (spec 4).

/** The lists as the product's first description gives them, written down again: the rules are held to it, not to themselves. */
const everybody = 'jpeg jpg png gif bmp tiff tif pdf doc docx odt xls xlsx ppt pptx pps ppsx log cfg rar zip txt'.split(
  ' ',
);
const iphone = 'jpeg jpg png gif bmp tiff tif heic'.split(' ');
const neverAllowed =
  'exe com bat cmd ps1 vbs js hta lnk scr msi dll jar apk dmg app sh html htm svg xml php docm xlsm pptm rtf csv 7z gz tar iso webp mp4 mp3 url'.split(
    ' ',
  );

let relay: TestRelay;
const senders = new Map<string, Sender>();
beforeAll(async () => {
  relay = await openTestRelay({ requestFileBytes: 1e12 });
  const { slug } = await relay.company('Acme');
  const technician = await relay.technician('Anna Bianchi');
  const own = await relay.submit(slug);
  const console = await relay.console(technician);
  await console.command('request.assign', { id: own.id });
  await console.command('chat.join', { id: own.id });
  senders.set('technician', createSender(relay.url, { token: technician.token, request: own.id }));
  for (const agent of Object.keys(agents) as (keyof typeof agents)[]) {
    senders.set(agent, createSender(relay.url, { own, agent }));
  }
});
afterAll(() => relay.dispose());

const names = ['technician', ...Object.keys(agents)];
const allowed = (sender: string): string[] => (sender === 'ios' ? iphone : everybody);
const send = (sender: string, name: string, content: Buffer) => (senders.get(sender) as Sender).send({ name, content });

describe('the lists of extensions', () => {
  it.each(names)('are for %s those of the description', (name) => {
    const sender: FileSender = name === 'technician' ? { kind: 'technician' } : { kind: 'customer', os: name };
    expect([...extensionsFor(sender)].sort()).toEqual([...allowed(name)].sort());
  });
});

describe.each(names)('a file from %s', (sender) => {
  const may = (extension: string): boolean => allowed(sender).includes(extension);

  it.each(Object.keys(kindOfExtension) as FileExtension[])('.%s', async (extension) => {
    const expected = may(extension) ? 'ok' : 'file-type-not-allowed';
    expect((await send(sender, `file.${extension}`, right[extension])).code, 'right content').toBe(expected);
    expect((await send(sender, `FILE.${extension.toUpperCase()}`, right[extension])).code, 'capitals').toBe(expected);
    for (const [what, content] of Object.entries(wrong(extension))) {
      const refused = may(extension) ? 'file-content-mismatch' : 'file-type-not-allowed';
      expect((await send(sender, `file.${extension}`, content)).code, what).toBe(refused);
    }
  });

  it.each(neverAllowed)('.%s is refused before a byte of it is sent', async (extension) => {
    const outcome = await send(sender, `file.${extension}`, program);
    expect(outcome.code).toBe('file-type-not-allowed');
    expect(String(outcome.details['extensions']).split(', ').sort()).toEqual([...allowed(sender)].sort());
  });

  it.each([
    ['photo.png.exe', 'file-type-not-allowed'],
    ['photo.exe.png', 'ok'],
    ['photo.png.', 'ok'],
    ['photo.png . .', 'ok'],
    ['photo.png/', 'file-type-not-allowed'],
    ['photo.exe\u0000.png', 'ok'],
    ['photo.png\u0000.exe', 'file-type-not-allowed'],
    ['photo\u202Egnp.exe', 'file-type-not-allowed'],
    ['photo\u202Eexe.png', 'ok'],
    ['photo.ｐｎｇ', 'file-type-not-allowed'],
    ['photo\u2024png', 'file-type-not-allowed'],
    ['photo.png\u3164', 'file-type-not-allowed'],
    ['photo.p\u200Bng', 'ok'],
    ['photo.exe;.png', 'ok'],
    ['photo', 'file-type-not-allowed'],
    ['.png', 'file-type-not-allowed'],
    ['', 'file-type-not-allowed'],
  ])('called %j: %s', async (name, expected) => {
    expect((await send(sender, name, right.png)).code).toBe(expected);
  });
});

describe('what is hidden in a file', () => {
  it.each([
    ['an HTML page as .png', 'page.png', html, 'file-content-mismatch'],
    ['an SVG drawing as .png', 'drawing.png', svg, 'file-content-mismatch'],
    [
      'an HTML page after white space as .gif',
      'page.gif',
      Buffer.concat([Buffer.from('  GIF89a'), html]),
      'file-content-mismatch',
    ],
    ['an HTML page as .txt, which is text', 'page.txt', html, 'ok'],
    ['an SVG drawing as .log, which is text', 'drawing.log', svg, 'ok'],
    ['text as Windows writes it, two bytes a letter', 'notes.txt', Buffer.from('\uFEFFGrüße\r\n', 'utf16le'), 'ok'],
    ['text in an old alphabet', 'alt.txt', Buffer.from('Gr\u00fc\u00dfe', 'latin1'), 'ok'],
    ['a coloured log', 'build.log', Buffer.from('\u001b[31merror\u001b[0m\n'), 'ok'],
    ['NUL in a text', 'notes.txt', Buffer.from('a\u0000b'), 'file-content-mismatch'],
    [
      'NUL at the very end of a long text',
      'long.log',
      Buffer.concat([Buffer.alloc(600_000, 'a'), Buffer.from([0])]),
      'file-content-mismatch',
    ],
    ['an OLE directory that runs in a circle', 'loop.doc', circle(), 'file-content-mismatch'],
    ['an OLE container cut short', 'short.doc', oleOf('WordDocument').subarray(0, 1_000), 'file-content-mismatch'],
    ['a zip whose list lies beyond its end', 'far.docx', farList(), 'file-content-mismatch'],
  ])('%s', async (_what, name, content, expected) => {
    expect((await send('technician', name, content)).code).toBe(expected);
  });

  it('an iPad that calls itself a Mac is an iPad', async () => {
    const mac = senders.get('macos') as Sender;
    const touched = { name: 'picture.heic', content: right.heic, touchPoints: 5 };
    expect((await mac.send(touched)).code).toBe('ok');
    expect((await mac.send({ ...touched, touchPoints: 0 })).code).toBe('file-type-not-allowed');
  });
});

/** A directory whose second sector is its first again. */
function circle(): Buffer {
  const ole = oleOf('Nothing');
  ole.writeUInt32LE(1, 512 + 4);
  return ole;
}

function farList(): Buffer {
  const zip = zipOf([
    { name: '[Content_Types].xml', content: '' },
    { name: 'word/a.xml', content: '' },
  ]);
  zip.writeUInt32LE(zip.length, zip.length - 6);
  return zip;
}
