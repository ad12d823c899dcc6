import { create } from 'zustand';
import type { NotificationKind, SelfTest } from '../../preload/desktop-contract.ts';
import { bridge } from '../bridge.ts';
import { playSound } from './sounds.ts';
import { useSettings } from './settings.ts';

/** How a test of a notification method stands; null: not tried yet. */
export type Trial<T> = { kind: 'under-way' } | { kind: 'done'; result: T } | null;

type SelfTestState = { desktop: Trial<SelfTest>; sound: Trial<'played' | 'silent'> };

/** What came of the tests that the technician made of the ways in which he is notified. */
export const useSelfTest = create<SelfTestState>(() => ({ desktop: null, sound: null }));

/** Has the operating system show a notification, and waits for what it says to it. */
export async function testDesktop(): Promise<void> {
  useSelfTest.setState({ desktop: { kind: 'under-way' } });
  useSelfTest.setState({ desktop: { kind: 'done', result: await bridge.call('notification.test', {}) } });
}

/** Plays the sound of an event as loud as it would be. */
export async function testSound(kind: NotificationKind): Promise<void> {
  useSelfTest.setState({ sound: { kind: 'under-way' } });
  const played = playSound(kind, useSettings.getState().settings.volume);
  const result = await played.then(
    () => 'played' as const,
    () => 'silent' as const,
  );
  useSelfTest.setState({ sound: { kind: 'done', result } });
}
