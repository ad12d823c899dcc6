import { v7 as newId } from 'uuid';
import { ProfileDefinition } from '../../../protocol/profile-definition.ts';
import type { ProfileId, ProfileKind } from '../../../protocol/profiles.ts';
import type { CompanyId } from '../../../protocol/ids.ts';
import { makeCertificates } from '../../notify/testing/certificates.ts';
import type { PageClient } from '../../testing/page-client.ts';
import type { Store } from '../../store/store.ts';
import { createVault } from '../vault.ts';
import { definitions } from './samples.ts';

type Given = { id?: ProfileId; companies?: CompanyId[] | null; definition?: object };

/** Puts a profile of a kind on a relay's list, as the cli does. */
export async function addProfile(
  { store }: { store: Store },
  kind: ProfileKind,
  { id = newId() as ProfileId, companies = null, definition = {} }: Given = {},
): Promise<ProfileId> {
  const { authority } = kind === 'certificate' ? makeCertificates() : { authority: '' };
  const { settings, ...rest } = ProfileDefinition.parse({ ...definitions(authority)[kind], ...definition });
  const sealed = createVault(await store.read.relayKey()).seal(id, settings);
  await store.write((tx) =>
    tx.addProfile({ ...rest, id, kind: settings.kind, companies, sealed, createdAt: 0, removedAt: null }),
  );
  return id;
}

/** The ways to profiles that a page shows, the oldest first. */
export const profileLinks = (page: PageClient): string[] =>
  page.lines().flatMap(({ body }) => (body.kind === 'event' && body.profile?.link ? [body.profile.link.path] : []));
