import type { RequestId } from '../../protocol/ids.ts';
import { openTestRelay, type TestRelay } from '../../server/testing/relay.ts';
import type { PageClient } from '../../server/testing/page-client.ts';
import type { ConsoleOptions } from './console.ts';

// A support team on a busy morning, for pictures of the console: several companies, requests of every age and state.

const minute = 60_000;
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';
const browsers = {
  windows: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`,
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
  android: `Mozilla/5.0 (Linux; Android 16; Pixel 9) ${chrome} Mobile Safari/537.36`,
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
} as const;

type Asked = {
  minutesAgo: number;
  company: 'acme' | 'ferrari' | 'conti';
  name: string;
  browser: keyof typeof browsers;
  problem: string;
  /** Who has it: Anna, whose console it is, a colleague, or nobody. */
  by?: 'anna' | 'paolo';
  state?: 'taken' | 'joined' | 'closed';
};

const asked: readonly Asked[] = [
  {
    minutesAgo: 172,
    company: 'acme',
    name: 'Tom Baker',
    browser: 'windows',
    problem: 'Outlook asks for my password every hour',
    by: 'paolo',
    state: 'closed',
  },
  {
    minutesAgo: 148,
    company: 'conti',
    name: 'Luca Moretti',
    browser: 'windows',
    problem: 'Firma digitale non riconosciuta dal portale del tribunale',
    by: 'anna',
    state: 'closed',
  },
  {
    minutesAgo: 96,
    company: 'ferrari',
    name: 'Chiara Fontana',
    browser: 'android',
    problem: 'La posta sul telefono non si aggiorna da ieri',
    by: 'paolo',
    state: 'joined',
  },
  {
    minutesAgo: 61,
    company: 'acme',
    name: 'Ana Sousa',
    browser: 'mac',
    problem: 'Shared calendar shows the wrong time zone',
    by: 'anna',
    state: 'taken',
  },
  {
    minutesAgo: 44,
    company: 'ferrari',
    name: 'Elena Russo',
    browser: 'windows',
    problem: 'Excel si blocca aprendo il listino prezzi',
    by: 'anna',
    state: 'joined',
  },
  {
    minutesAgo: 31,
    company: 'acme',
    name: 'Carla Verdi',
    browser: 'windows',
    problem: 'Invoices open blank since this morning',
    by: 'anna',
    state: 'joined',
  },
  {
    minutesAgo: 22,
    company: 'conti',
    name: 'Giulia Conti',
    browser: 'mac',
    problem: 'Cannot sign in to the document archive',
  },
  {
    minutesAgo: 12,
    company: 'acme',
    name: 'Sara Lindqvist',
    browser: 'linux',
    problem: 'New laptop: which updates come first?',
  },
  {
    minutesAgo: 8,
    company: 'acme',
    name: 'Peter Novak',
    browser: 'iphone',
    problem: 'VPN drops every ten minutes on the hotel Wi-Fi',
    by: 'anna',
    state: 'joined',
  },
  {
    minutesAgo: 6,
    company: 'ferrari',
    name: 'Marco Gallo',
    browser: 'windows',
    problem: 'La stampante di rete non risponde più',
  },
  {
    minutesAgo: 3,
    company: 'acme',
    name: 'Jonas Weber',
    browser: 'android',
    problem: 'The app says “session expired” after each photo',
  },
  {
    minutesAgo: 1,
    company: 'conti',
    name: 'Davide Greco',
    browser: 'windows',
    problem: 'Schermo nero dopo l’aggiornamento',
  },
];

/** What Carla and Anna say to each other: the chat that pictures show. */
const chat: readonly [minutesAgo: number, who: 'carla' | 'anna' | 'note', text: string][] = [
  [28, 'anna', 'Good morning Carla, I am looking at it right now.'],
  [27, 'carla', 'Thank you! It is every invoice, also those of last month.\nOn my phone they open fine.'],
  [25, 'anna', 'That helps. Could you open https://status.acme.example/viewer and tell me what it says?'],
  [24, 'carla', 'It says “Viewer 24.3: degraded” 😬'],
  [22, 'note', 'Same as last week: rolling the viewer back to 24.2 helped.'],
  [20, 'anna', 'Got it. I am setting you back to the version before; please close the browser and open it again.'],
  [4, 'carla', 'They open again! Shall I do anything else?'],
];

const lastWord = 'It just dropped again, in the middle of a call.';
const done = 'That should do it. Does it work now?';

export type Morning = {
  relay: TestRelay;
  /** The relay as a console knows it whose account this is. */
  forConsole: ConsoleOptions['relay'];
  carla: PageClient;
  carlaId: RequestId;
  /** Everything that somebody wrote or is called. */
  texts: readonly string[];
};

/** Plays the morning on a relay in this process, whose clock runs from three hours ago up to now. */
export async function playBusyMorning(): Promise<Morning> {
  const relay = await openTestRelay();
  let ago = 180;
  relay.clock.pass(-ago * minute);
  const at = (minutesAgo: number): void => {
    relay.clock.pass((ago - minutesAgo) * minute);
    ago = minutesAgo;
  };
  const companies = {
    acme: await relay.company('Acme Srl'),
    ferrari: await relay.company('Officine Ferrari'),
    conti: await relay.company('Studio Legale Conti'),
  };
  const account = { email: 'anna.bianchi@sportello.example', password: 'a picture needs no secret' };
  const id = await relay.accounts.addTechnician({ ...account, name: 'Anna Bianchi', role: 'admin' });
  if (id === null) throw new Error('the relay is empty');
  const technicians = {
    anna: await relay.console(await relay.signIn(id)),
    paolo: await relay.console(await relay.technician('Paolo Ricci')),
  };
  const must = async (answer: Promise<{ ok: boolean }>): Promise<void> => {
    if (!(await answer).ok) throw new Error(JSON.stringify(await answer));
  };

  const pages = new Map<string, PageClient>();
  const ids = new Map<string, RequestId>();
  for (const { minutesAgo, company, name, browser, problem, by, state } of asked) {
    at(minutesAgo);
    const headers = { 'user-agent': browsers[browser] };
    const form = await relay.page(null, { headers });
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@${company}.example`;
    const answer = await form.command('request.submit', {
      slug: companies[company].slug,
      name,
      email,
      problem,
      fields: {},
      language: company === 'acme' ? 'en' : 'it',
      page: `https://www.${company}.example/help`,
      website: '',
    });
    form.close();
    if (!answer.ok) throw new Error(answer.code);
    const request = answer.value;
    ids.set(name, request.id);
    if (state !== 'closed') pages.set(name, await relay.page(request, { headers }));
    if (by === undefined) continue;
    const console = technicians[by];
    await must(console.command('request.assign', { id: request.id }));
    if (state !== 'taken') await must(console.command('chat.join', { id: request.id }));
    if (state === 'closed') {
      await must(console.command('chat.send', { id: request.id, text: done }));
      await must(console.command('request.close', { id: request.id }));
    }
  }
  const carla = pages.get('Carla Verdi');
  const carlaId = ids.get('Carla Verdi');
  if (carla === undefined || carlaId === undefined) throw new Error('Carla is one of them');
  // The chat is older than the latest requests: those who look only at its order do not mind.
  relay.clock.pass(-30 * minute);
  ago += 30;
  for (const [minutesAgo, who, text] of chat) {
    at(minutesAgo);
    if (who === 'carla') await must(carla.command('chat.send', { text }));
    else await must(technicians.anna.command(who === 'note' ? 'chat.note' : 'chat.send', { id: carlaId, text }));
    const last = carla.lines().at(-1);
    if (last !== undefined) await must(carla.command('chat.read', { delivered: last.id, read: last.id }));
  }
  at(2);
  await must(pages.get('Peter Novak')?.command('chat.send', { text: lastWord }) ?? Promise.resolve({ ok: false }));
  at(0);
  for (const console of Object.values(technicians)) console.close();
  const names = [
    'Anna Bianchi',
    'Paolo Ricci',
    account.email,
    'Acme Srl',
    'Officine Ferrari',
    'Studio Legale Conti',
    'www help',
  ];
  const texts = [
    ...names,
    ...asked.flatMap(({ name, problem }) => [name, problem]),
    ...chat.map(([, , text]) => text),
    lastWord,
    done,
  ];
  const forConsole = { url: relay.url, sample: { ...account, slug: '' } };
  return { relay, forConsole, carla, carlaId, texts };
}
