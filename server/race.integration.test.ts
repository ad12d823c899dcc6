import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleClient } from './testing/console-client.ts';
import { openTestRelay, type TestRelay, type TestTechnician } from './testing/relay.ts';

const technicians = 50;
const requests = 200;

describe('fifty technicians who assign one request at the same moment', { timeout: 60_000 }, () => {
  let relay: TestRelay;
  let slug: string;
  let people: TestTechnician[];
  let consoles: ConsoleClient[];

  beforeEach(async () => {
    relay = await openTestRelay();
    ({ slug } = await relay.company('Acme Srl'));
    people = [];
    for (let n = 0; n < technicians; n += 1) people.push(await relay.technician(`Technician ${n}`));
    consoles = await Promise.all(people.map(relay.console));
  });
  afterEach(() => relay.dispose());

  it('have one winner each of 200 times, and all others learn who', async () => {
    const winners = new Set<string>();
    for (let n = 0; n < requests; n += 1) {
      const { id } = await relay.submit(slug);
      // Whoever is heard first wins, so another one begins each time.
      const order = people.map((_, place) => (place + n) % technicians);
      const answers = await Promise.all(order.map((who) => consoles[who]!.command('request.assign', { id })));
      const [first, ...others] = order.filter((_, place) => answers[place]!.ok);
      const winner = people[first!]!;
      expect(others).toEqual([]);
      const refusal = { ok: false, code: 'already-assigned', details: { by: winner.name } };
      expect(answers.filter((answer) => !answer.ok)).toEqual(Array(technicians - 1).fill(refusal));
      winners.add(winner.name);

      expect((await relay.store.read.request(id))?.assigneeId).toBe(winner.id);
      const log = await relay.store.read.messages(id, 0, 100);
      expect(log.slice(1).map(({ body }) => body)).toEqual([
        { kind: 'event', event: { type: 'assigned', technicianId: winner.id } },
      ]);
    }
    expect(winners.size).toBeGreaterThan(10);
  });
});
