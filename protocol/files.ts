// Without zod, which is too heavy for the customer's page.

/** What a file is, as far as people are concerned: it decides the picture beside its name. */
export const fileKinds = ['image', 'document', 'text', 'archive'] as const;
export type FileKind = (typeof fileKinds)[number];

/** Every extension that any sender may use, with what it is (spec 4). */
export const kindOfExtension = {
  jpeg: 'image',
  jpg: 'image',
  png: 'image',
  gif: 'image',
  bmp: 'image',
  tiff: 'image',
  tif: 'image',
  heic: 'image',
  pdf: 'document',
  doc: 'document',
  docx: 'document',
  odt: 'document',
  xls: 'document',
  xlsx: 'document',
  ppt: 'document',
  pptx: 'document',
  pps: 'document',
  ppsx: 'document',
  log: 'text',
  cfg: 'text',
  txt: 'text',
  rar: 'archive',
  zip: 'archive',
} as const satisfies Record<string, FileKind>;
export type FileExtension = keyof typeof kindOfExtension;

const all = Object.keys(kindOfExtension) as FileExtension[];
const exceptHeic = all.filter((extension) => extension !== 'heic');
const images = all.filter((extension) => kindOfExtension[extension] === 'image');

/** Who sends a file, and from what system: technicians have the whole list whatever theirs is. */
export type FileSender = { kind: 'technician' } | { kind: 'customer'; os: string };

/** The extensions that a sender may use (spec 4). iPhones make HEIC, and only they may send it. */
export const extensionsFor = (sender: FileSender): readonly FileExtension[] =>
  sender.kind === 'customer' && sender.os === 'ios' ? images : exceptHeic;

/** What follows a name's last dot, in small letters; '' if nothing does. The last one counts, whatever stands before it. */
export const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The name's extension if the sender may use it, or null. */
export function allowedExtension(name: string, sender: FileSender): FileExtension | null {
  const extension = extensionOf(name);
  return extensionsFor(sender).find((allowed) => allowed === extension) ?? null;
}

/** The longest name, in UTF-16 units. */
export const longestFileName = 150;

/** Images that every browser can draw, and how large they may be so that drawing one does no harm. */
const drawable: readonly string[] = ['jpeg', 'jpg', 'png', 'gif', 'bmp'] satisfies FileExtension[];
const mostPreviewBytes = 15 * 1024 * 1024;
const mostPreviewPixels = 50_000_000;

/**
 * Whether the receiving page may draw the image itself. Thumbnails are made there, in the sandbox that the page is, and
 * never on the relay: an image decoder is the last thing that should see a stranger's bytes outside of one.
 */
export function canPreview(file: {
  name: string;
  size: number;
  image: { width: number; height: number } | null;
}): boolean {
  if (file.image === null || !drawable.includes(extensionOf(file.name))) return false;
  return file.size <= mostPreviewBytes && file.image.width * file.image.height <= mostPreviewPixels;
}

/** Where files go up to the relay (tus), in pieces that can be resumed: the upload's own address ends in the file's id. */
export const uploadsPath = '/api/uploads';
/** Where a file comes from. */
export const filePath = (id: string): string => `/api/files/${id}`;
/** Where a customer's page gets a link to a file that works for a minute, for the browser to save it by. */
export const ticketPath = (id: string): string => `${filePath(id)}/ticket`;

/** The `Authorization` of a console, and of a customer's page, on uploads and downloads. No secret ever stands in an address. */
export const technicianAuthorization = (token: string): string => `Bearer ${token}`;
export const customerAuthorization = (request: number, secret: string): string => `Request ${request}.${secret}`;

/** What an upload's `Upload-Metadata` says; texts, as tus has it. */
export type UploadMetadata = {
  /** The file's id (UUIDv7), made by the sender: an upload that is begun twice is one file. */
  id: string;
  name: string;
  /** Console only: the request; a customer's is that of the authorization. */
  request?: string;
  /** Page only: `navigator.maxTouchPoints`, by which an iPad that calls itself a Mac is told apart. */
  touchPoints?: string;
};
