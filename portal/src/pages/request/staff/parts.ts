/** What a request's page has for staff alone, as one piece that customers never load. */
export { ClientCard } from './ClientCard';
export { Composer } from './Composer';
export { StaffItem } from './StaffItem';
export { StaffWays } from './StaffWays';
export { WorkCard } from './WorkCard';
