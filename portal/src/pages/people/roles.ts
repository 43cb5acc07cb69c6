import type { Role } from '@/api/types';
import { type Team, VENDOR } from '@/api/people';

const OF_COMPANIES: Role[] = ['customer', 'company_admin'];
const OF_VENDOR: Role[] = ['consultant', 'dispatcher', 'admin'];

/** Which roles somebody can have there, the usual one first. */
export function rolesIn(team: Team): Role[] {
  return team === VENDOR ? OF_VENDOR : OF_COMPANIES;
}

/** Whether requests are assigned to this role, so that somebody must take them over. */
export function handlesRequests(role: Role): boolean {
  return role === 'consultant' || role === 'dispatcher';
}
