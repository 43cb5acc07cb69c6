/** Addresses that may stand in a text. */

const IS_ADDRESS = /^(?:https?:\/\/\S+|mailto:\S+|tel:\S+)$/iu;
const IS_EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/u;
const IS_HOST = /^[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?$/u;

export function isAddress(text: string): boolean {
  return IS_ADDRESS.test(text);
}

/** What was typed, as an address: `example.org` is a page, `ana@example.org` somebody's mail; empty for what is none. */
export function addressOf(typed: string): string {
  const text = typed.trim();
  if (isAddress(text)) return text;
  if (IS_EMAIL.test(text)) return `mailto:${text}`;
  return IS_HOST.test(text) ? `https://${text}` : '';
}
