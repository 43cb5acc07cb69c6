import type { Person } from '@/api/types';
import classes from './PersonAvatar.module.css';

const STAFF = new Set(['consultant', 'dispatcher', 'admin']);

/** Whether somebody is one of the vendor's people. */
export function isStaffRole(role: string | undefined): boolean {
  return role !== undefined && STAFF.has(role);
}

/** Initials: filled for the vendor's people, grey for customers. */
export function PersonAvatar({ person, size = 24 }: { person: Pick<Person, 'name' | 'role'> | undefined; size?: number }) {
  return (
    <span
      className={classes.avatar}
      data-staff={isStaffRole(person?.role) || undefined}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      aria-hidden
    >
      {initials(person?.name ?? '')}
    </span>
  );
}

export function initials(name: string): string {
  const parts = name.split(/[\s-]+/u).filter(Boolean);
  const first = parts[0]?.[0] ?? '–';
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase();
}
