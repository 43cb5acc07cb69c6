import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['UserView'];
export type Person = Schemas['PersonView'];
export type People = Record<string, Person>;
export type FileInfo = Schemas['FileView'];
export type Status = Schemas['Status'];
export type Priority = Schemas['Priority'];
export type TicketSummary = Schemas['TicketSummary'];
export type TicketList = Schemas['TicketList'];
export type TicketPage = Schemas['TicketPage'];
export type Entry = Schemas['EntryView'];
export type InfoItem = Schemas['InfoItemView'];
export type Work = Schemas['WorkEntryView'];
export type Draft = Schemas['DraftPage'];
export type DraftKind = Schemas['DraftKind'];
export type Role = Schemas['Role'];
export type UserState = 'invited' | 'active' | 'disabled';
export type Users = Schemas['PeoplePage'];
export type Company = Schemas['CompanyView'];
export type Invited = Schemas['InvitedView'];
export type OwnSession = Schemas['SessionView'];
