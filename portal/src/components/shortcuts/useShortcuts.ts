import { useEffect, useRef, useSyncExternalStore } from 'react';

/** What a key does; `/`, `?` and letters as they are typed. */
export type Shortcuts = Record<string, () => void>;

const OFF = 'shortcuts-off';
const listeners = new Set<() => void>();

/** Whether this browser's person wants shortcuts (WCAG 2.1.4). */
export function useShortcutsEnabled(): [boolean, (isEnabled: boolean) => void] {
  return [useSyncExternalStore(subscribe, isEnabled), enable];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isEnabled(): boolean {
  return localStorage.getItem(OFF) === null;
}

function enable(wanted: boolean): void {
  if (wanted) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, '1');
  for (const listener of listeners) listener();
}

/** Single keys for as long as the component is there: not in a field or the editor, not under a dialog or a menu, not with Ctrl, Alt or Meta. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    window.addEventListener('keydown', act);
    return () => window.removeEventListener('keydown', act);

    function act(event: KeyboardEvent) {
      const deed = Object.hasOwn(current.current, key(event)) ? current.current[key(event)] : undefined;
      if (!deed || event.defaultPrevented || !isEnabled() || isTaken(event)) return;
      event.preventDefault();
      deed();
    }
  }, []);
}

function key(event: KeyboardEvent): string {
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

const WRITING = 'input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=listbox], [role=menu]';

/** Whether the key belongs to something else. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return true;
  const { target } = event;
  if (target instanceof Element && target.closest(WRITING)) return true;
  return document.querySelector('[role=dialog][aria-modal=true], [role=menu]') !== null;
}
