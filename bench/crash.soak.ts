import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { openSqliteStore } from '../server/store/sqlite.ts';
import { createRelayProcess } from '../server/testing/relay-process.ts';
import { createSeeds } from '../server/testing/relay.ts';
import { createConsoleActor, createCustomerActor, type Actor, type ConsoleActor, type World } from './crash/actors.ts';
import { checkEffects, checkPages, checkPositions, compareStreams, freshDump, heldIn } from './crash/checks.ts';
import { createChance } from './parts/chance.ts';

// Kills the relay (SIGKILL) again and again while technicians and customers work, and sees that it kept its promises:
// npm run soak:crash [-- --kills 200 --seed 1]

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(options.kills);
const seed = Number(options.seed);
const chance = createChance(seed);
/** Every so many kills a console starts from nothing, and has to get what the others hold. */
const freshEvery = 10;
const customersPerCompany = 4;

type Staff = { actors: Actor[]; groups: ConsoleActor[][]; customers: ReturnType<typeof createCustomerActor>[] };

/** Consoles in groups of the same access, on data with two companies, and customers of both. */
async function recruit(folder: string, url: string, world: World): Promise<Staff> {
  const store = openSqliteStore(folder);
  const seeds = createSeeds(store, Date.now);
  const [acme, zenith] = [await seeds.company('Acme Srl'), await seeds.company('Zenith Spa')];
  const console = async (name: string, options: Parameters<typeof seeds.technician>[1] = {}) => {
    const technician = await seeds.technician(name, options);
    return createConsoleActor({ name, url, technician, world, chance });
  };
  const anna = await seeds.technician('Anna');
  const laptop = { ...anna, ...(await seeds.signIn(anna.id, 'laptop')) };
  const groups = [
    [
      createConsoleActor({ name: 'Anna', url, technician: anna, world, chance }),
      createConsoleActor({ name: 'Anna’s laptop', url, technician: laptop, world, chance }),
      await console('Bruno'),
    ],
    [await console('Chiara', { companies: [acme.id] }), await console('Dario', { companies: [acme.id] })],
    [await console('Elena', { available: false }), await console('Fabio', { available: false })],
  ];
  store.close();
  const customers = [acme, zenith].flatMap(({ slug }, company) =>
    Array.from({ length: customersPerCompany }, (_, n) =>
      createCustomerActor({ name: `Customer ${company}${n}`, url, slug, world, chance }),
    ),
  );
  return { actors: [...groups.flat(), ...customers], groups, customers };
}

type Tally = { kills: number; unanswered: number; onDisk: number; checks: number; violations: string[] };

const run = await createRelayProcess({ SPORTELLO_LEASE_MS: '86400000', SPORTELLO_LOG_LEVEL: 'info' });
const world: World = { requests: [], texts: 0 };
const tally: Tally = { kills: 0, unanswered: 0, onDisk: 0, checks: 0, violations: [] };
const note = (faults: readonly string[]): void => {
  for (const fault of faults.slice(0, 5)) console.log(`VIOLATION after ${tally.kills} kills: ${fault}`);
  tally.violations.push(...faults);
};
const outboxes = ({ actors }: Staff) => actors.flatMap((actor) => actor.outboxes());
const accepted = (staff: Staff) => outboxes(staff).flatMap((outbox) => outbox.accepted);
const highest = (staff: Staff): number =>
  accepted(staff).reduce((high, { value }) => Math.max(high, Number(value['position'] ?? 0)), 0);

/** Everybody works until `isOver`; each has one thing on the way, so that what they see is fresh. */
async function work(staff: Staff, isOver: () => boolean): Promise<void> {
  await Promise.all(
    staff.actors.map(async (actor) => {
      while (!isOver()) {
        await actor.act();
        await delay(1);
      }
    }),
  );
}

/** Lets them work for a while and kills the relay: at any time, or within milliseconds of a burst that all send at once. */
async function workUntilKilled(staff: Staff): Promise<void> {
  let isOver = false;
  const working = work(staff, () => isOver);
  await delay(chance() * 250);
  if (chance() < 0.7) {
    for (const actor of staff.actors) for (let n = 0; n < 5; n += 1) void actor.act();
    await delay(chance() * 12);
  }
  isOver = true;
  await run.kill();
  tally.kills += 1;
  for (const actor of staff.actors) actor.cut();
  await working;
}

/** After a kill: everybody comes back, asks again, and what they hold is compared. */
async function recover(staff: Staff): Promise<void> {
  const before = highest(staff);
  const unanswered = outboxes(staff).flatMap((outbox) => outbox.unanswered());
  await run.start();
  await Promise.all(staff.actors.map((actor) => actor.connect()));
  const [observer] = staff.groups.flat();
  if (observer === undefined) throw new Error('nobody is here');
  const { head } = observer.client().welcome();
  if (head < before) note([`the relay stands at ${head}, and had answered ${before}`]);
  const ids = new Set<string>(heldIn(observer.client().replica.dump()).messages.map((message) => message.id));
  // Before anybody asks again, which would repair what was lost.
  const texts = accepted(staff).filter(({ name }) => name === 'chat.send' || name === 'chat.note');
  note(texts.flatMap(({ id, name }) => (ids.has(id) ? [] : [`${name} ${id} was answered, and is gone`])));
  tally.unanswered += unanswered.length;
  tally.onDisk += unanswered.filter(({ id }) => ids.has(id)).length;
  await Promise.all(staff.actors.map((actor) => actor.sayAgain()));
  const open = outboxes(staff).flatMap((outbox) => outbox.unanswered());
  note(open.map(({ id, name }) => `${name} ${id} was asked again, and never answered`));
  const isFresh = tally.kills % freshEvery === 0 || tally.kills === kills;
  for (const group of staff.groups) {
    const fresh = isFresh ? await freshDump(run.url, group[0]?.token ?? '') : null;
    note(await compareStreams(group, fresh));
    tally.checks += 1;
  }
}

/** At the end, when everything is answered: all that was accepted is there once, and nothing else. */
async function judge(staff: Staff): Promise<void> {
  note(outboxes(staff).flatMap((outbox) => outbox.violations));
  const [observer] = staff.groups.flat();
  const held = heldIn(await freshDump(run.url, observer?.token ?? ''));
  const onRequests = staff.actors.flatMap((actor) =>
    'chats' in actor
      ? [
          ...(actor.outboxes()[0]?.accepted ?? []).map((command) => ({ ...command, from: null })),
          ...(actor as (typeof staff.customers)[number]).chats.flatMap(({ own, outbox }) =>
            outbox.accepted.map((command) => ({ ...command, from: own.id })),
          ),
        ]
      : actor.outboxes().flatMap(({ accepted }) => accepted.map((command) => ({ ...command, from: null }))),
  );
  note(checkEffects(onRequests, held));
  note(checkPositions(onRequests, held));
  note(checkPages(staff.customers, held));
}

const started = performance.now();
console.log(`seed ${seed}, ${kills} kills`);
try {
  const staff = await recruit(run.folder, run.url, world);
  await run.start();
  await Promise.all(staff.actors.map((actor) => actor.connect()));
  while (tally.kills < kills) {
    await workUntilKilled(staff);
    await recover(staff);
    if (tally.kills % 20 === 0) console.log(`${tally.kills} kills, ${accepted(staff).length} commands accepted`);
  }
  await judge(staff);
  for (const actor of staff.actors) actor.cut();
  const byName = new Map<string, number>();
  for (const { name } of accepted(staff)) byName.set(name, (byName.get(name) ?? 0) + 1);
  const rows = [...byName].sort((a, b) => b[1] - a[1]);
  console.log(`\n${'accepted'.padEnd(24)} ${'times'.padStart(8)}`);
  for (const [name, times] of rows) console.log(`${name.padEnd(24)} ${String(times).padStart(8)}`);
  console.log(`\nunanswered at a kill ${tally.unanswered}, of whose texts ${tally.onDisk} were on disk already`);
  console.log(`streams compared ${tally.checks} times; violations ${tally.violations.length}`);
  const seconds = Math.round((performance.now() - started) / 1_000);
  const { unanswered, onDisk, checks } = tally;
  const commands = Object.fromEntries(rows);
  console.log(
    `RESULT ${JSON.stringify({ run: newId(), seed, kills, seconds, commands, unanswered, onDisk, checks, violations: tally.violations.length })}`,
  );
  if (tally.violations.length > 0) process.exitCode = 1;
} finally {
  await run.dispose();
}
