import { v7 as newId } from 'uuid';
import {
  customerAuthorization,
  filePath,
  technicianAuthorization,
  ticketPath,
  uploadsPath,
} from '../../../protocol/files.ts';
import type { OwnRequest } from '../../testing/page-client.ts';

/** User agents of the systems that customers come from. */
export const agents = {
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  macos:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  android:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
} as const;

export type Said = { name: string; content: Buffer; id?: string; declaredSize?: number; touchPoints?: number };
/** What became of an upload: the code of a refusal, or `ok`. */
export type Outcome = { id: string; code: string; details: Record<string, unknown> };

const base64 = (value: string): string => Buffer.from(value).toString('base64');

/** Somebody who sends files by bare HTTP: a technician for a request, or the customer whose request it is. */
export function createSender(
  url: string,
  who: { token: string; request: number } | { own: OwnRequest; agent?: keyof typeof agents },
) {
  const authorization =
    'token' in who ? technicianAuthorization(who.token) : customerAuthorization(who.own.id, who.own.secret);
  const headers = {
    authorization,
    'tus-resumable': '1.0.0',
    ...('own' in who ? { 'user-agent': agents[who.agent ?? 'windows'] } : {}),
  };
  const refusalOf = async (id: string, response: Response): Promise<Outcome> => {
    const body = await response.text();
    const { code = body, details = {} } = body.startsWith('{')
      ? (JSON.parse(body) as Partial<Outcome>)
      : { code: body };
    return { id, code: code === '' ? String(response.status) : code, details };
  };
  const metadata = (said: Said, id: string): string =>
    Object.entries({
      id,
      name: said.name,
      ...('token' in who ? { request: String(who.request) } : {}),
      ...(said.touchPoints === undefined ? {} : { touchPoints: String(said.touchPoints) }),
    })
      .map(([key, value]) => `${key} ${base64(value)}`)
      .join(',');

  const begin = (said: Said, id: string): Promise<Response> =>
    fetch(`${url}${uploadsPath}`, {
      method: 'POST',
      headers: {
        ...headers,
        'upload-length': String(said.declaredSize ?? said.content.length),
        'upload-metadata': metadata(said, id),
      },
    });
  const add = (id: string, offset: number, content: Buffer): Promise<Response> =>
    fetch(`${url}${uploadsPath}/${id}`, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(content),
    });

  return {
    begin,
    add,
    head: (id: string): Promise<Response> => fetch(`${url}${uploadsPath}/${id}`, { method: 'HEAD', headers }),
    cancel: (id: string): Promise<Response> => fetch(`${url}${uploadsPath}/${id}`, { method: 'DELETE', headers }),
    send: async (said: Said): Promise<Outcome> => {
      const id = said.id ?? newId();
      const begun = await begin(said, id);
      if (begun.status !== 201) return refusalOf(id, begun);
      const added = await add(id, 0, said.content);
      return added.status === 204 ? { id, code: 'ok', details: {} } : refusalOf(id, added);
    },
    download: (id: string, more: Record<string, string> = {}): Promise<Response> =>
      fetch(`${url}${filePath(id)}`, { headers: { authorization, ...more } }),
    ticket: (id: string): Promise<Response> =>
      fetch(`${url}${ticketPath(id)}`, { method: 'POST', headers: { authorization } }),
  };
}
export type Sender = ReturnType<typeof createSender>;
