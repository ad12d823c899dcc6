import { describe, expect, it } from 'vitest';
import { createSaved } from './saved.ts';
import { memoryStorage } from './testing/storage.ts';

describe('what the browser keeps', () => {
  it('is there again for the same portal, and for no other', () => {
    const storage = memoryStorage();
    createSaved(storage, 'acme').write('form', { name: 'Carla' });
    expect(createSaved(storage, 'acme').read('form')).toEqual({ name: 'Carla' });
    expect(createSaved(storage, 'other').read('form')).toBeNull();
  });

  it('lists keys below a prefix in order, without its own', () => {
    const saved = createSaved(memoryStorage(), 'acme');
    for (const key of ['outbox/2/b', 'outbox/2/a', 'outbox/21/c', 'form']) saved.write(key, key);
    expect(saved.keys('outbox/2/')).toEqual(['outbox/2/a', 'outbox/2/b']);
  });

  it.each([
    ['has no room left', () => Object.assign(memoryStorage(), { full: true })],
    ['is not there', () => null],
  ])('is kept in memory while the page is open if the storage %s', (_, storage) => {
    const saved = createSaved(storage(), 'acme');
    saved.write('draft/1', 'half a sentence');
    expect(saved.read('draft/1')).toBe('half a sentence');
    expect(saved.keys('draft/')).toEqual(['draft/1']);
    saved.drop('draft/1');
    expect(saved.read('draft/1')).toBeNull();
  });

  it('prefers what could be stored last', () => {
    const storage = memoryStorage();
    const saved = createSaved(storage, 'acme');
    saved.write('draft/1', 'old');
    storage.full = true;
    saved.write('draft/1', 'new');
    expect(saved.read('draft/1')).toBe('new');
    storage.full = false;
    saved.write('draft/1', 'newest');
    expect(createSaved(storage, 'acme').read('draft/1')).toBe('newest');
  });

  it('takes damage for nothing', () => {
    const storage = memoryStorage();
    storage.setItem('sportello/acme/form', '{"name":');
    expect(createSaved(storage, 'acme').read('form')).toBeNull();
  });
});
