import { expect, type Page } from '@playwright/test';

/** Finds the windows over the console's panes by the names of their parts, in English, and opens them as a technician does. */
export function sheetsScreen(page: Page) {
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const settings = dialog('Settings');
  const palette = dialog('Commands');
  const find = palette.getByRole('combobox');
  const bar = page.getByRole('banner');
  const openPalette = async (): Promise<void> => {
    await bar.getByRole('button', { name: 'Commands' }).click();
    await expect(find).toBeFocused();
  };
  return {
    any: page.getByRole('dialog'),
    settings,
    transfer: dialog(/^Transfer request/),
    profiles: dialog('Profile management'),
    notice: dialog('Notice to all who wait'),
    shortcuts: dialog('Keyboard shortcuts'),
    signOut: dialog('Sign out and lose what is not sent?'),
    palette,
    /** The palette's field, and what it offers. */
    find,
    choice: (name: string | RegExp) => palette.getByRole('option', { name }),
    openPalette,
    /** Opens the settings at one of their parts. */
    openSettings: async (part: 'General' | 'Notifications' | 'Account'): Promise<void> => {
      await bar.getByRole('button', { name: 'Settings' }).click();
      await settings.getByRole('tab', { name: part }).click();
    },
    /** Runs a command by its name, as the palette finds it. */
    run: async (command: string): Promise<void> => {
      await openPalette();
      await find.fill(command);
      await expect(palette.getByRole('option').first()).toContainText(command);
      await find.press('Enter');
    },
  };
}
