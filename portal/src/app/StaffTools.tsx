import { ShortcutSheet } from '@/components/shortcuts/ShortcutSheet';
import { TimerChip } from '@/pages/request/staff/TimerChip';
import classes from './TopBar.module.css';

/** What consultants have in the top bar. */
export default function StaffTools() {
  return (
    <>
      <TimerChip />
      <span className={classes.wide}>
        <ShortcutSheet />
      </span>
    </>
  );
}
