import { create } from 'zustand';
import type { ExpertClientRow } from '../../preload/screen-share-contract.ts';
import type { Result } from '../../protocol/errors.ts';
import type { RequestId, ExpertClientId, ScreenShareId } from '../../protocol/ids.ts';
import type { OperatingSystem } from '../../protocol/model.ts';
import type { ClientChoice } from '../../protocol/client-choice.ts';
import { bridge } from '../bridge.ts';
import { isOk } from './refusals.ts';
import { useSelection } from './selection.ts';
import { useSettings } from './settings.ts';

/** Expert clients on the list. */
export const useExpertClients = create<{ clients: readonly ExpertClientRow[] }>(() => ({ clients: [] }));

/** Reads the list again; whoever shows it asks for it. */
export async function refreshExpertClients(): Promise<void> {
  useExpertClients.setState({ clients: await bridge.call('expertClients.read', {}) });
}

/** What to ask with: the technician's default, or the built-in view where that is off the list or does not suit. */
export function choiceFor(
  wanted: ClientChoice,
  clients: readonly ExpertClientRow[],
  system: OperatingSystem,
): ClientChoice {
  const found = clients.find(({ id }) => id === wanted);
  return found?.suits.includes(system) === true ? found.id : 'built-in';
}

/** The client by name; null for the built-in view and for what is not on the list. */
export const clientNamed = (choice: ClientChoice, clients: readonly ExpertClientRow[]): string | null =>
  clients.find(({ id }) => id === choice)?.name ?? null;

const told = async (id: RequestId, answer: Promise<Result<unknown>>): Promise<boolean> => isOk(await answer, id);

/** Asks the customer of a request to share the screen; a refusal is said where the technician acted. */
export const requestScreenShare = (id: RequestId, client: ClientChoice): Promise<boolean> =>
  told(id, bridge.call('screenShare.request', { id, client }) as Promise<Result<unknown>>);

/** Asks the customer of the chosen request, with the technician's own choice of client. */
export async function askToShare(): Promise<void> {
  const { id, details } = useSelection.getState();
  if (id === null || details === null) return;
  await refreshExpertClients();
  const { clients } = useExpertClients.getState();
  const wanted = useSettings.getState().settings.expertClient;
  await requestScreenShare(id, choiceFor(wanted, clients, details.request.source.os));
}

/** Ends the session of the chosen request. */
export async function stopSharing(): Promise<void> {
  const { id, details } = useSelection.getState();
  const share = details?.screenShare ?? null;
  if (id !== null && share !== null) await endScreenShare(id, share.id);
}

/** Ends the session of a request, or takes the question back. */
export const endScreenShare = (id: RequestId, share: ScreenShareId): Promise<boolean> =>
  told(id, bridge.call('screenShare.end', { id: share }) as Promise<Result<unknown>>);

export const resendScreenShare = (id: RequestId, share: ScreenShareId): Promise<boolean> =>
  told(id, bridge.call('screenShare.resend', { id: share }) as Promise<Result<unknown>>);

/** Takes the question back and asks anew with another client. */
export async function changeClient(id: RequestId, share: ScreenShareId, client: ClientChoice): Promise<void> {
  if (await endScreenShare(id, share)) await requestScreenShare(id, client);
}

/** Opens the Screen sharing window of a request, or brings it forward. */
export const showScreenShare = (id: RequestId): void => void bridge.call('screenShare.open', { id });

/** Starts the session's client once more. */
export const startAgain = (id: RequestId): void => void bridge.call('screenShare.launch', { id });

/** Lets the technician point at a client's program, and starts it. */
export async function findProgram(id: RequestId, client: ExpertClientId): Promise<void> {
  if ((await bridge.call('screenShare.locate', { client })).chosen) startAgain(id);
}

export const openDownload = (url: string): void => void bridge.call('link.open', { url });
export const copyCode = (text: string): void => void bridge.call('text.copy', { text });

/** Passes on the code that the technician's program shows. */
export const sendCode = (id: RequestId, share: ScreenShareId, code: string): Promise<boolean> =>
  told(
    id,
    bridge.call('screenShare.report', { id: share, report: { kind: 'code', code } }) as Promise<Result<unknown>>,
  );
