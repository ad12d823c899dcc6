import { expect, test } from '@playwright/test';
import { openTestRelay } from '../server/testing/relay.ts';
import { openConsole } from './parts/console.ts';
import { press, takeKeyboard, type } from './parts/keys.ts';
import { consoleScreen } from './screens/console.ts';

test('a whole conversation is done by keyboard alone', async () => {
  const relay = await openTestRelay();
  const account = { email: 'anna.bianchi@sportello.example', password: 'for this test alone' };
  await relay.accounts.addTechnician({ ...account, name: 'Anna Bianchi', role: 'technician' });
  const { slug } = await relay.company('Acme Srl');
  const console = await openConsole({ relay: { url: relay.url, sample: { ...account, slug } } });
  try {
    const screen = consoleScreen(console.page);
    await expect(screen.connection).toHaveText('Live');
    const request = await relay.submit(slug, { name: 'Carla Verdi', problem: 'The invoice opens blank.' });
    const customer = await relay.page(request);
    await expect(screen.row('Carla Verdi')).toBeVisible();
    await takeKeyboard(console);

    press('ctrl+Return');
    await expect(screen.action('Assign to me')).toBeVisible();
    press('ctrl+shift+a');
    await expect(screen.action('Join chat')).toBeVisible();
    press('ctrl+j');
    await expect(screen.composer).toBeFocused();
    type('Which browser do you use?');
    press('Return');
    await expect(screen.line('Which browser do you use?')).toBeVisible();
    await expect.poll(() => customer.texts()).toContain('Which browser do you use?');

    await customer.command('chat.send', { text: 'The blue one.' });
    await expect(screen.line('The blue one.')).toBeVisible();
    press('ctrl+shift+n');
    await expect(screen.composer).toBeFocused();
    type('Means Edge');
    press('Return');
    await expect(screen.line('Means Edge')).toContainText('internal note');

    press('ctrl+shift+e');
    await expect(screen.action('End chat')).toHaveCount(0);
    press('ctrl+shift+d');
    await expect(screen.myRow('Carla Verdi')).toHaveCount(0);
    press('ctrl+4');
    await expect(screen.row('Carla Verdi')).toBeVisible();

    press('ctrl+f');
    await expect(screen.search).toBeFocused();
    type('browser');
    await expect(screen.requests.locator('mark')).toHaveText('browser');
    press('Escape');
    await expect(screen.search).toHaveValue('');
    press('alt+1');
    press('Home');
    await expect(screen.row('Carla Verdi')).toHaveAttribute('aria-selected', 'true');
    expect(customer.texts()).not.toContain('Means Edge');
  } finally {
    await console.dispose();
    await relay.dispose();
  }
});
