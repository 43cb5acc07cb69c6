import { lazy } from 'react';

const parts = () => import('./parts');

/** Begin to load what staff need, beside the request itself. */
export function loadForStaff(): void {
  parts().catch(() => undefined); // whoever shows it meets the error
}

export const ClientCard = lazy(async () => ({ default: (await parts()).ClientCard }));
export const Composer = lazy(async () => ({ default: (await parts()).Composer }));
export const StaffItem = lazy(async () => ({ default: (await parts()).StaffItem }));
export const StaffWays = lazy(async () => ({ default: (await parts()).StaffWays }));
export const WorkCard = lazy(async () => ({ default: (await parts()).WorkCard }));
