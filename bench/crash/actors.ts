import type { RequestId, TechnicianId } from '../../protocol/ids.ts';
import { openConsole, type ConsoleClient } from '../../server/testing/console-client.ts';
import { openPage, submission, type OwnRequest, type PageClient } from '../../server/testing/page-client.ts';
import { createOutbox, type Outbox } from './outbox.ts';

/** Somebody who works with the relay, through its crashes. */
export type Actor = {
  name: string;
  outboxes: () => Outbox[];
  /** Connects, for the first time or again, and comes up to date. */
  connect: () => Promise<void>;
  /** Asks again what it asked before, under the same ids. */
  sayAgain: () => Promise<void>;
  /** Does one thing that fits what it sees. */
  act: () => Promise<void>;
  cut: () => void;
};
export type ConsoleActor = Actor & { client: () => ConsoleClient; token: string };
export type CustomerActor = Actor & { chats: readonly Chat[] };

type Chance = () => number;
const pick = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** What everybody knows: the requests there are, and how many texts were written, so that no two are alike. */
export type World = { requests: RequestId[]; texts: number };
const nextText = (world: World, who: string): string => `${who} ${(world.texts += 1)}`;

/** How many of the newest requests are worked on, so that technicians get in each other's way. */
const inWork = 12;

/** A technician at a console. */
export function createConsoleActor(parts: {
  name: string;
  url: string;
  technician: { id: TechnicianId; token: string };
  world: World;
  chance: Chance;
}): ConsoleActor {
  const { name, url, technician, world, chance } = parts;
  let client: ConsoleClient | null = null;
  const here = (): ConsoleClient => {
    if (client === null) throw new Error(`${name} is not connected`);
    return client;
  };
  const outbox = createOutbox(({ id, name: command, input }) => here().command(command as never, input as never, id));

  function choose(id: RequestId): [string, object] {
    const request = here().replica.request(id);
    const text = nextText(world, name);
    if (request === null) return ['request.assign', { id }];
    if (request.closedAt !== null) {
      return chance() < 0.1 ? ['request.reopen', { id }] : ['chat.note', { id, text }];
    }
    if (request.assigneeId === null) return ['request.assign', { id }];
    if (request.assigneeId !== technician.id) return ['chat.note', { id, text }];
    if (request.chat !== 'joined') {
      return chance() < 0.8 ? ['chat.join', { id }] : ['request.unassign', { id }];
    }
    const dice = chance();
    if (dice < 0.8) return ['chat.send', { id, text }];
    if (dice < 0.85) return ['chat.read', { id, seq: 1 }];
    if (dice < 0.9) return ['chat.end', { id }];
    if (dice < 0.94) return ['request.transfer', { id, to: { kind: 'queue' }, note: '' }];
    return ['request.close', { id }];
  }

  return {
    name,
    outboxes: () => [outbox],
    sayAgain: outbox.sayAgain,
    token: technician.token,
    client: here,
    connect: async () => {
      if (client !== null) return client.resume();
      client = await openConsole(url, technician.token);
      await client.follow();
    },
    act: async () => {
      const recent = world.requests.slice(-inWork);
      if (recent.length > 0) await outbox.say(...choose(pick(chance, recent)));
    },
    cut: () => client?.cut(),
  };
}

/** A customer at the page of a portal: asks for help, writes, rates, and asks again. */
export function createCustomerActor(parts: {
  name: string;
  url: string;
  slug: string;
  world: World;
  chance: Chance;
}): CustomerActor {
  const { name, url, slug, world, chance } = parts;
  const form = createOutbox(async ({ id, input }) => {
    const page = await openPage(url, null);
    try {
      return await page.command('request.submit', input as never, id);
    } finally {
      page.close();
    }
  });
  const chats: Chat[] = [];
  const current = (): Chat | undefined => chats.at(-1);
  let isAsking = false;

  /** A chat for each request that was submitted, the answer of which may have come at a second try. */
  async function open(): Promise<void> {
    for (const { value } of form.accepted.slice(chats.length)) {
      const own = value as OwnRequest;
      world.requests.push(own.id);
      chats.push(createChat(url, own));
    }
    await current()?.connect();
  }
  async function askForHelp(): Promise<void> {
    if (isAsking || form.unanswered().length > 0) return;
    isAsking = true;
    current()?.cut();
    await form.say('request.submit', submission(slug, { problem: nextText(world, name) }));
    await open().catch(() => undefined); // no connection: it is opened when the relay is back
    isAsking = false;
  }

  return {
    name,
    outboxes: () => [form, ...chats.map((chat) => chat.outbox)],
    chats,
    connect: open,
    sayAgain: async () => {
      await form.sayAgain();
      await open(); // first: a request that is answered only now makes the chat before it one of the earlier ones
      for (const chat of chats.slice(0, -1)) {
        if (chat.outbox.unanswered().length === 0) continue;
        await chat.connect();
        await chat.outbox.sayAgain();
        chat.cut();
      }
      await current()?.outbox.sayAgain();
    },
    act: async () => {
      const chat = current();
      if (chat === undefined) return askForHelp();
      if (chat.page()?.view()?.closed !== true) return chat.outbox.say('chat.send', { text: nextText(world, name) });
      const isFree = chat.outbox.unanswered().length === 0;
      if (isFree && chance() < 0.7) return askForHelp();
      return chat.outbox.say('request.rate', { stars: 1 + Math.floor(chance() * 5), comment: '' });
    },
    cut: () => current()?.cut(),
  };
}

/** The page of one request, with what its customer said on it. */
export type Chat = ReturnType<typeof createChat>;
function createChat(url: string, own: OwnRequest) {
  let page: PageClient | null = null;
  return {
    own,
    page: (): PageClient | null => page,
    outbox: createOutbox(async ({ id, name, input }) => {
      if (page === null) throw new Error('not connected');
      return page.command(name as never, input as never, id);
    }),
    connect: async (): Promise<void> => {
      page?.close();
      page = null;
      page = await openPage(url, own);
    },
    cut: (): void => page?.close(),
  };
}
