/** Where each role is at home and where its tabs lead; the API decides what each may do. */
import type { Role, User } from '@/api/types';

export interface Tab {
  to: string;
  label: 'requests' | 'queue' | 'allRequests' | 'administration' | 'companies' | 'team';
}

const CUSTOMER: Tab[] = [{ to: '/requests', label: 'requests' }];
const COMPANY_ADMIN: Tab[] = [...CUSTOMER, { to: '/users', label: 'administration' }];
const ADMIN: Tab[] = [
  { to: '/companies', label: 'companies' },
  { to: '/team', label: 'team' },
];
const STAFF: Tab[] = [
  { to: '/queue', label: 'queue' },
  { to: '/requests', label: 'allRequests' },
];

const TABS: Record<Role, Tab[]> = {
  customer: CUSTOMER,
  company_admin: COMPANY_ADMIN,
  consultant: STAFF,
  dispatcher: STAFF,
  admin: ADMIN,
  service: [],
};

export function tabsOf(user: User): Tab[] {
  return TABS[user.role];
}

/** Where somebody lands after signing in. */
export function homeOf(user: User): string {
  return tabsOf(user)[0]?.to ?? '/requests';
}

export function isCustomer(user: User): boolean {
  return user.role === 'customer' || user.role === 'company_admin';
}

/** One of the vendor's people who handle requests. */
export function isStaff(user: User): boolean {
  return user.role === 'consultant' || user.role === 'dispatcher';
}

export function isDispatcher(user: User): boolean {
  return user.role === 'dispatcher';
}

/** How a status is worded for somebody. */
export function viewerOf(user: User): 'customer' | 'staff' {
  return isCustomer(user) ? 'customer' : 'staff';
}
