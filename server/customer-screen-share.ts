import { fillTemplate } from '../protocol/expert-client.ts';
import type { CustomerScreenShare, ScreenShare } from '../protocol/screen-share.ts';
import type { Reader, StoredRequest } from './store/store.ts';

/** How the customer joins with an expert client, in the language of the own page. */
async function joinOf(
  read: Reader,
  { client, id, code }: ScreenShare,
  { customer, source }: StoredRequest,
): Promise<CustomerScreenShare['join']> {
  const entry = client.kind === 'built-in' ? null : await read.expertClient(client.id);
  if (client.kind === 'built-in' || entry === null) return null;
  const { join, preset, codeFrom, host, port } = entry;
  const values = {
    sessionId: id,
    joinCode: code ?? '',
    customerName: customer.name,
    host,
    port: String(port ?? ''),
  };
  const lacksCode = join.url.includes('{joinCode}') && code === null;
  return {
    name: client.name,
    preset,
    code,
    codeFrom,
    url: lacksCode ? '' : fillTemplate(join.url, (name) => encodeURIComponent(values[name])),
    downloadUrl: fillTemplate(join.downloadUrl, (name) => encodeURIComponent(values[name])),
    instructions: join.instructions[source.language],
  };
}

/** The open session of a request as its customer sees it; null if there is none. */
export async function customerScreenShare(read: Reader, request: StoredRequest): Promise<CustomerScreenShare | null> {
  const share = await read.latestScreenShare(request.id);
  if (share === null) return null;
  const { id, state, requestedAt, technicianId } = share;
  if (state !== 'requested' && state !== 'accepted' && state !== 'active') return null;
  const technician = (await read.account(technicianId))?.name ?? '';
  return { id, state, requestedAt, technician, join: await joinOf(read, share, request) };
}
