import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badInputs } from './testing/bad-input.ts';
import { countRows } from './testing/contents.ts';
import { createOnslaught, prepareTarget, type Target } from './testing/onslaught.ts';
import { openTestRelay, type TestRelay } from './testing/relay.ts';

describe('bad input', { timeout: 120_000 }, () => {
  let relay: TestRelay;
  let target: Target;

  beforeAll(async () => {
    relay = await openTestRelay();
    const { slug } = await relay.company('Acme Srl');
    const { token } = await relay.technician('Anna');
    target = await prepareTarget(relay.url, token, slug);
  });
  afterAll(() => relay.dispose());

  it('at any entry gets a stable code, changes nothing and harms nobody', async () => {
    const before = countRows(relay.folder);
    const onslaught = createOnslaught(target);
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(badInputs(target.known), { minLength: 10, maxLength: 10 }), async (inputs) => {
        for (const outcome of await Promise.all(inputs.map(onslaught.throwAt))) {
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }),
      { numRuns: 200 },
    );
    await onslaught.close();
    expect(countRows(relay.folder)).toEqual(before);
    expect(relay.log()).not.toMatch(/"level":(50|60)/);
    for (const code of [
      'bad-input',
      'request-closed',
      'command-id-reused',
      'protocol-not-supported',
      'told',
      'closed',
    ]) {
      expect(Object.fromEntries(outcomes), code).toHaveProperty([code]);
    }
    // It goes on as if nothing had been.
    const console = await relay.console(await relay.technician('Bruno'));
    expect(await console.command('availability.set', { available: true })).toEqual({ ok: true, value: {} });
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});
