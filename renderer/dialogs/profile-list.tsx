import { AppWindow, FileBadge, KeyRound, Mail, Mails, ShieldCheck, Wifi, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useFilter } from 'react-aria-components';
import type { Offered } from '../state/profiles.ts';
import { useTranslator } from '../state/translator.ts';
import { Choice, ChoiceList } from '../ui/choice-list.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './profile-list.module.css';

/** With so many there is a field to search them by. */
const manyProfiles = 7;

const pictures: Readonly<Record<Offered['kind'], LucideIcon>> = {
  wifi: Wifi,
  mail: Mail,
  exchange: Mails,
  vpn: ShieldCheck,
  passcode: KeyRound,
  'web-clip': AppWindow,
  certificate: FileBadge,
};

function ProfileChoice({ profile: { id, name, kind, description } }: { profile: Offered }) {
  const { t } = useTranslator();
  const Picture = pictures[kind];
  const about = (
    <>
      {t(`profiles.kind.${kind}`)}
      {description === '' ? null : <bdi> · {description}</bdi>}
    </>
  );
  return <Choice id={id} name={name} about={about} icon={<Picture size={16} aria-hidden />} />;
}

/** What a search finds, by name, kind and description. */
function useFound(profiles: readonly Offered[], query: string): readonly Offered[] {
  const { t } = useTranslator();
  const { contains } = useFilter({ sensitivity: 'base' });
  const wanted = query.trim();
  return profiles.filter(({ name, kind, description }) =>
    contains(`${name} ${t(`profiles.kind.${kind}`)} ${description}`, wanted),
  );
}

const listId = 'profiles';

/**
 * In the field that searches, the arrow down leads into what was found, and Enter chooses it where it is one. Answers
 * whether the key was taken.
 */
function goOn(key: string, found: readonly Offered[], onChoose: (id: Offered['id']) => void): boolean {
  const [only] = found;
  if (key === 'ArrowDown') document.getElementById(listId)?.querySelector<HTMLElement>('[role="option"]')?.focus();
  else if (key === 'Enter' && only !== undefined && found.length === 1) onChoose(only.id);
  else return false;
  return true;
}

/** Profiles to choose one of. `system`: of the device that they suit. */
export function ProfileList({
  profiles,
  system,
  chosen,
  onChoose,
}: {
  profiles: readonly Offered[];
  system: string;
  chosen: Offered['id'] | null;
  /** Null: what was chosen may be out of sight now, so it is not any more. */
  onChoose: (id: Offered['id'] | null) => void;
}) {
  const { t } = useTranslator();
  const [query, setQuery] = useState('');
  const isSearched = profiles.length >= manyProfiles;
  const found = useFound(profiles, query);
  return (
    <div className={styles['profiles']}>
      {isSearched ? (
        <TextField
          type="search"
          label={t('profiles.search')}
          value={query}
          onChange={(typed) => {
            setQuery(typed);
            onChoose(null);
          }}
          onKeyDown={(event) => {
            // The Enter after the one that chose sends it.
            const isTaken = event.key === 'ArrowDown' || chosen === null;
            if (isTaken && goOn(event.key, found, onChoose)) event.preventDefault();
          }}
          autoFocus
        />
      ) : null}
      <ChoiceList
        id={listId}
        aria-label={t('profiles.list', { system })}
        chosen={chosen}
        onChoose={onChoose}
        autoFocus={!isSearched}
        nothing={<p className={styles['none']}>{t('profiles.notFound', { query: query.trim() })}</p>}
      >
        {found.map((profile) => (
          <ProfileChoice key={profile.id} profile={profile} />
        ))}
      </ChoiceList>
    </div>
  );
}
