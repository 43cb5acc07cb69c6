import { useEffect, useRef, useSyncExternalStore } from 'react';
import { setShortcutsOn, shortcutsOn } from '@/app/shortcutsSwitch';

/** What a key does; `/`, `?` and letters as they are typed. */
export type Shortcuts = Record<string, () => void>;

const listeners = new Set<() => void>();

/** Whether the person wants shortcuts in this browser, and the way to say so. */
export function useShortcutsEnabled(): [boolean, (isEnabled: boolean) => void] {
  return [useSyncExternalStore(subscribe, shortcutsOn), enable];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function enable(wanted: boolean): void {
  setShortcutsOn(wanted);
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
      if (!deed || event.defaultPrevented || !shortcutsOn() || isTaken(event)) return;
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
