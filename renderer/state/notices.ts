import { create } from 'zustand';
import type { MethodOutput } from '../../preload/contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { CompanyId, NoticeId } from '../../protocol/ids.ts';
import type { Notice } from '../../protocol/model.ts';
import { bridge } from '../bridge.ts';
import { createReader } from './latest.ts';

type NoticesState = {
  /** Those that customers are shown now, newest first. */
  notices: readonly Notice[];
  companies: MethodOutput<'companies.read'>;
  /** Whether they have been read. */
  loaded: boolean;
};

const nothing: NoticesState = { notices: [], companies: [], loaded: false };

/** Notices to customers who wait, and the companies that they can be for. */
export const useNotices = create<NoticesState>(() => nothing);

/** Nobody looks at them any more. */
export const forgetNotices = (): void => useNotices.setState(nothing);

/** Reads them again: something about them may have changed. */
export const refreshNotices = createReader(async () => {
  const [notices, companies] = await Promise.all([bridge.call('notices.read', {}), bridge.call('companies.read', {})]);
  useNotices.setState({ notices, companies, loaded: true });
});

/** Tells all who wait at a company, or, with null, everywhere. Null if it went well, otherwise why not. */
export async function publishNotice(companyId: CompanyId | null, text: string): Promise<Refusal | null> {
  const answer = await bridge.call('notice.publish', { companyId, text });
  return answer.ok ? null : answer;
}

/** Takes a notice down. Null if it went well, otherwise why not. */
export async function endNotice(id: NoticeId): Promise<Refusal | null> {
  const answer = await bridge.call('notice.end', { id });
  return answer.ok ? null : answer;
}
