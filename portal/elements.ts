import { createElement as drawIcon, type IconNode } from 'lucide';

/** True sets an attribute without a value; false and null leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;
export type Child = Node | string | null;

/** An element with attributes and children. Strings become text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets an attribute, or takes it away where the value is false or null. */
export function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** A picture beside words; with a label of its own where it stands for words. */
export function icon(node: IconNode, label?: string): SVGElement {
  return drawIcon(node, {
    class: 'icon',
    ...(label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label }),
  });
}

/** Calls the listener until the returned end. */
export function listen(
  target: EventTarget,
  events: string,
  listener: (event: Event) => void,
  options: AddEventListenerOptions = {},
): () => void {
  const names = events.split(' ');
  for (const name of names) target.addEventListener(name, listener, options);
  return () => {
    for (const name of names) target.removeEventListener(name, listener, options);
  };
}

const shownOnce = new WeakMap<Element, string>();

/** Makes the content anew only when its sign has changed, so that nothing is read aloud twice. */
export function showOnce(element: Element, sign: string, content: () => readonly Child[]): void {
  if (shownOnce.get(element) === sign) return;
  shownOnce.set(element, sign);
  element.replaceChildren(...content().filter((child) => child !== null));
}
