/** Whether keyboard shortcuts of one letter work in this browser (WCAG 2.1.4); the profile switches them. */
const KEPT_AS = 'shortcuts';
const OFF = 'off';

/** On, unless the person has switched them off here. */
export function shortcutsOn(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== OFF;
  } catch {
    return true; // storage is closed: as for somebody who has never chosen
  }
}

/** Remember the choice in this browser. */
export function setShortcutsOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, OFF);
  } catch {
    // storage is closed: nothing can be remembered
  }
}
