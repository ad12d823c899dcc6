import { describe, expect, it } from 'vitest';
import { fitting } from './overflow-bar.tsx';

describe('a bar of buttons', () => {
  it('shows all that just fit', () => {
    expect(fitting([100, 100, 100], 312)).toBe(3);
  });
  it('keeps room for the menu as soon as one does not', () => {
    expect(fitting([100, 100, 100], 311)).toBe(2);
    expect(fitting([100, 100, 100], 239)).toBe(1);
  });
  it('never hides the first, and none is no trouble', () => {
    expect(fitting([100, 100], 50)).toBe(1);
    expect(fitting([], 50)).toBe(0);
  });
});
