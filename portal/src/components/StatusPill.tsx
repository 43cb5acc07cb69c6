import { useTranslation } from 'react-i18next';
import type { Status } from '@/api/types';
import classes from './StatusPill.module.css';

interface Props {
  status: Status;
  viewer: 'customer' | 'staff';
  size?: 'md' | 'lg';
}

/** Where a request stands, by glyph and word; colour only helps. `waiting_customer` calls the customer, and not the staff. */
export function StatusPill({ status, viewer, size = 'md' }: Props) {
  const word = useStatusWord(status, viewer);
  return (
    <span className={classes.pill} data-status={status} data-viewer={viewer} data-size={size}>
      <StatusGlyph status={status} />
      {word}
    </span>
  );
}

export function useStatusWord(status: Status, viewer: 'customer' | 'staff'): string {
  const { t } = useTranslation();
  return status === 'waiting_customer' && viewer === 'staff' ? t('status.waiting_customer_staff') : t(`status.${status}`);
}

/** The five tell themselves apart in black on paper, too. */
export function StatusGlyph({ status }: { status: Status }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden focusable={false}>
      {GLYPHS[status]}
    </svg>
  );
}

const ring = <circle cx="7" cy="7" r="5.6" />;
const GLYPHS: Record<Status, React.ReactNode> = {
  new: <circle cx="7" cy="7" r="5.6" strokeDasharray="2.4 2" />,
  in_progress: (
    <>
      {ring}
      <path d="M7 3.9a3.1 3.1 0 0 1 0 6.2z" fill="currentColor" stroke="none" />
    </>
  ),
  waiting_customer: (
    <>
      {ring}
      <path d="M5.6 4.9v4.2M8.4 4.9v4.2" strokeLinecap="round" />
    </>
  ),
  resolved: (
    <>
      {ring}
      <path d="m4.6 7.2 1.7 1.7 3.1-3.4" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  closed: (
    <path
      fillRule="evenodd"
      fill="currentColor"
      stroke="none"
      d="M7 .7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 7 .7m3.3 4.7L6.4 9.8a.8.8 0 0 1-1.2 0L3.7 8.2l1.1-1.1 1 1 3.4-3.8z"
    />
  ),
};
